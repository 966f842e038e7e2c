/// Which Keras the words of an experiment mean: one named switch for each thing on which its eras differ.
///
/// A profile sets all of them; an experiment may turn single ones. The rules are those of Keras's own sources at the tags named.
public struct Semantics: Codable, Hashable, Sendable {
    /// An era of Keras.
    public enum Profile: String, Codable, Sendable, CaseIterable {
        /// Multi-backend Keras up to 2.2.5 on TensorFlow 1, with keras-preprocessing up to 1.1.0.
        case keras224 = "keras-2.2.4"
        /// Keras 3.
        case keras3 = "keras-3"
    }

    /// How a frozen BatchNormalization runs inside a training step.
    public enum FrozenBatchNormalization: String, Codable, Sendable, CaseIterable {
        /// On the batch's own statistics; the moving ones stay as they are (2.2.4).
        case batchStatistics = "batch_statistics"
        /// On the moving statistics, as in inference (3).
        case movingStatistics = "moving_statistics"
    }

    /// Which variance of a batch enters the moving variance; N is batch x height x width.
    public enum MovingVariance: String, Codable, Sendable, CaseIterable {
        /// The biased one times N/(N-1) times N/(N-1.001) (2.2.4 on TensorFlow's fused kernel).
        case twiceCorrected = "twice_corrected"
        /// The biased one (3).
        case biased
    }

    /// What `accuracy` counts.
    public enum AccuracyMeaning: String, Codable, Sendable, CaseIterable {
        /// Element-wise where the loss is binary cross-entropy or the output has width 1 (2.2.4).
        case byLoss = "by_loss"
        /// By shape alone: one-hot rows are compared by their largest element (3).
        case byShape = "by_shape"
    }

    /// Under which names accuracy and the learning rate appear in histories.
    public enum HistoryNames: String, Codable, Sendable, CaseIterable {
        /// `acc`, `val_acc`, `lr` (2.2.4).
        case short
        /// `accuracy`, `val_accuracy`, `learning_rate` (3).
        case asWritten = "as_written"
    }

    /// How cross-entropy keeps its logarithms finite.
    public enum CrossentropyClipping: String, Codable, Sendable, CaseIterable {
        /// Probabilities are clipped to [1e-7, 1 - 1e-7] and turned back into logits: beyond the clip the gradient is zero (2.2.4).
        case probabilities
        /// The logits before the sigmoid or softmax are used as they are (3).
        case none
    }

    /// What happens when an epoch asks for more batches than are left in the pass over the data.
    public enum EpochEnd: String, Codable, Sendable, CaseIterable {
        /// The next pass begins within the epoch; the stream never restarts (2.2.4).
        case wrap
        /// The epoch is cut short; samples are permuted anew after each epoch (3).
        case truncate
    }

    /// Which batches a validation of fewer steps than the data has batches sees.
    public enum ValidationWindow: String, Codable, Sendable, CaseIterable {
        /// A window that rolls on through the whole fit (2.2.4).
        case rolling
        /// The first ones of a new permutation, each time (3).
        case restart
    }

    /// When EarlyStopping gives the best weights back.
    public enum BestWeights: String, Codable, Sendable, CaseIterable {
        /// Only where it is EarlyStopping that ends the training (2.2.4).
        case whenStopped = "when_stopped"
        /// At the end of training in every case (3).
        case always
    }

    /// What ModelCheckpoint with `save_best_only` does where its monitor has no value.
    public enum MissingMonitor: String, Codable, Sendable, CaseIterable {
        /// Saves nothing (2.2.4).
        case skip
        /// Saves every epoch (3).
        case save
    }

    /// How ImageDataGenerator turns its draws into a picture.
    public enum GeneratorGeometry: String, Codable, Sendable, CaseIterable {
        /// Rows before columns, pivot half a pixel past the centre (keras-preprocessing 1.1.0).
        case rowsFirst = "rows_first"
        /// Columns before rows of the finished matrix, pivot at the centre (Keras 2.9 and later).
        case columnsFirst = "columns_first"
    }

    /// What ImageDataGenerator's brightness does before it multiplies.
    public enum BrightnessStretch: String, Codable, Sendable, CaseIterable {
        /// Scales each image so that its largest value is 255 (keras-preprocessing 1.1.0).
        case toMaximum = "to_maximum"
        /// Nothing while all values lie in 0 to 255 (Keras 2.9 and later).
        case none
    }

    /// The profile that set what no switch changed.
    public var profile: Profile
    /// See the type.
    public var frozenBatchNormalization: FrozenBatchNormalization
    /// See the type.
    public var movingVariance: MovingVariance
    /// See the type.
    public var accuracyMeaning: AccuracyMeaning
    /// See the type.
    public var historyNames: HistoryNames
    /// See the type.
    public var crossentropyClipping: CrossentropyClipping
    /// See the type.
    public var epochEnd: EpochEnd
    /// See the type.
    public var validationWindow: ValidationWindow
    /// See the type.
    public var bestWeights: BestWeights
    /// See the type.
    public var missingMonitor: MissingMonitor
    /// See the type.
    public var generatorGeometry: GeneratorGeometry
    /// See the type.
    public var brightnessStretch: BrightnessStretch

    /// All switches as a profile sets them.
    public init(_ profile: Profile) {
        let old = profile == .keras224
        self.profile = profile
        frozenBatchNormalization = old ? .batchStatistics : .movingStatistics
        movingVariance = old ? .twiceCorrected : .biased
        accuracyMeaning = old ? .byLoss : .byShape
        historyNames = old ? .short : .asWritten
        crossentropyClipping = old ? .probabilities : .none
        epochEnd = old ? .wrap : .truncate
        validationWindow = old ? .rolling : .restart
        bestWeights = old ? .whenStopped : .always
        missingMonitor = old ? .skip : .save
        generatorGeometry = old ? .rowsFirst : .columnsFirst
        brightnessStretch = old ? .toMaximum : .none
    }
}
