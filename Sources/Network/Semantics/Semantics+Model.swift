/// Switches of layers, losses and metrics, and of the names they have in histories.
extension Semantics {
    /// How a frozen BatchNormalization runs inside a training step.
    public enum FrozenBatchNormalization: String, Codable, Sendable, CaseIterable {
        /// On the batch's own statistics; the moving ones stay as they are (2.2.4, 2.3).
        case batchStatistics = "batch_statistics"
        /// On the moving statistics, as in inference (tf.keras, 3).
        case movingStatistics = "moving_statistics"
    }

    /// Which variance of a batch enters the moving variance; N is batch x height x width.
    public enum MovingVariance: String, Codable, Sendable, CaseIterable {
        /// The biased one times N/(N-1), for images only, times N/(N-1-epsilon) (2.2.4 and 2.3 on TensorFlow's fused kernel).
        case twiceCorrected = "twice_corrected"
        /// The biased one times N/(N-1), for images only (tf.keras on TensorFlow's fused kernel).
        case corrected
        /// The biased one (3).
        case biased

        /// What multiplies the biased variance of `count` values on its way into the moving variance.
        ///
        /// The factor N/(N-1-epsilon) is that of `layers/normalization.py`; the factor N/(N-1) is TensorFlow's fused kernel's, which
        /// both Keras use for images only.
        public func correction(count: Double, isImage: Bool, epsilon: Double) -> Double {
            let fused = isImage ? count / max(count - 1, 1) : 1
            return switch self {
            case .twiceCorrected: fused * count / (count - 1 - epsilon)
            case .corrected: fused
            case .biased: 1
            }
        }
    }

    /// How BatchNormalization's moving statistics follow the batches.
    public enum MovingAverage: String, Codable, Sendable, CaseIterable {
        /// An average that began at zero, divided by 1 - momentum^updates: what was there before, loaded or set, has no part in it
        /// (2.2.4 on TensorFlow: `assign_moving_average(…, zero_debias=True)`).
        case zeroDebiased = "zero_debiased"
        /// momentum times what is there, plus the batch's share (2.3, tf.keras, 3).
        case plain
    }

    /// The line that `hard_sigmoid` is between 0 and 1.
    public enum HardSigmoid: String, Codable, Sendable, CaseIterable {
        /// 0.2 x + 0.5 (2.2.4, 2.3, tf.keras).
        case fifth
        /// x / 6 + 0.5 (3).
        case sixth

        /// What a profile has.
        init(_ profile: Profile) { self = profile == .keras3 ? .sixth : .fifth }

        /// The line's slope.
        var slope: Double { self == .fifth ? 0.2 : 1.0 / 6 }
    }

    /// How cross-entropy right after its own activation (sigmoid, softmax) keeps its logarithms finite.
    public enum CrossentropyClipping: String, Codable, Sendable, CaseIterable {
        /// Probabilities are clipped to [1e-7, 1 - 1e-7]: beyond the clip the gradient is zero (2.2.4).
        case probabilities
        /// The logits before the activation are used as they are (2.3, tf.keras, 3).
        case none
    }

    /// Whether binary cross-entropy of outputs that no sigmoid made adds 1e-7 to the clipped probabilities.
    public enum CrossentropyEpsilon: String, Codable, Sendable, CaseIterable {
        /// The logarithms of p + 1e-7 and 1 - p + 1e-7 (2.3, tf.keras).
        case added
        /// The logarithms of p and 1 - p (2.2.4, 3).
        case none
    }

    /// What the loss of a batch with class weights is divided by.
    public enum WeightedMean: String, Codable, Sendable, CaseIterable {
        /// The number of samples whose weight is not 0 (2.2.4).
        case weighted
        /// The number of samples (2.3, tf.keras, 3).
        case all
    }

    /// The loss that a validation or an evaluation reports.
    public enum EvaluatedLoss: String, Codable, Sendable, CaseIterable {
        /// The mean over the samples (2.2.4, tf.keras, 3).
        case mean
        /// That of the last batch alone (2.3: `evaluate_generator`); metrics are means all the same.
        case lastBatch = "last_batch"
    }

    /// What `accuracy` counts.
    public enum AccuracyMeaning: String, Codable, Sendable, CaseIterable {
        /// Element-wise where the loss is binary cross-entropy or the output has width 1 (2.2.4, 2.3).
        case byLoss = "by_loss"
        /// By shape alone: one-hot rows are compared by their largest element (tf.keras, 3).
        case byShape = "by_shape"
    }

    /// Under which name accuracy appears in histories.
    public enum HistoryNames: String, Codable, Sendable, CaseIterable {
        /// `acc`, `val_acc`, however it was written (2.2.4).
        case short
        /// The word in `metrics`: `accuracy`, `val_accuracy` (2.3, tf.keras, 3).
        case asWritten = "as_written"
    }

    /// Under which name the learning rate appears in histories.
    public enum LearningRateName: String, Codable, Sendable, CaseIterable {
        /// `lr` (2.2.4, 2.3, tf.keras).
        case lr
        /// `learning_rate` (3).
        case learningRate = "learning_rate"
    }
}
