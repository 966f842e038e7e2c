/// Which Keras the words of an experiment mean: one named switch for each thing on which its eras differ.
///
/// A profile sets all of them; an experiment may turn single ones. The rules are those of Keras's own sources at the versions named.
/// Nothing but the initializer here asks which profile it is: what follows an era follows a switch.
public struct Semantics: Codable, Hashable, Sendable {
    /// An era of Keras.
    public enum Profile: String, Codable, Sendable, CaseIterable {
        /// Multi-backend Keras up to 2.2.5 on TensorFlow 1, with keras-preprocessing 1.1.0.
        case keras224 = "keras-2.2.4"
        /// Multi-backend Keras 2.3 (2.3.1), with keras-preprocessing 1.1.2, the last.
        case keras23 = "keras-2.3"
        /// The Keras inside TensorFlow 2, as of 2.15.
        case tfKeras215 = "tf.keras-2.15"
        /// Keras 3 on TensorFlow.
        case keras3 = "keras-3"
    }

    /// The profile that set what no switch changed; only for showing.
    public var profile: Profile

    // Data.

    /// See the type.
    public var hiddenEntries: HiddenEntries
    /// See the type.
    public var fileEndings: FileEndings
    /// See the type.
    public var generatorGeometry: GeneratorGeometry
    /// See the type.
    public var brightnessStretch: BrightnessStretch
    /// See the type.
    public var epochEnd: EpochEnd
    /// See the type.
    public var validationWindow: ValidationWindow
    /// See the type.
    public var evaluationEnd: EvaluationEnd

    // Layers, losses and metrics.

    /// See the type.
    public var frozenBatchNormalization: FrozenBatchNormalization
    /// See the type.
    public var movingVariance: MovingVariance
    /// See the type.
    public var movingAverage: MovingAverage
    /// See the type.
    public var crossentropyClipping: CrossentropyClipping
    /// See the type.
    public var crossentropyEpsilon: CrossentropyEpsilon
    /// See the type.
    public var weightedMean: WeightedMean
    /// See the type.
    public var evaluatedLoss: EvaluatedLoss
    /// See the type.
    public var accuracyMeaning: AccuracyMeaning
    /// See the type.
    public var historyNames: HistoryNames
    /// See the type.
    public var learningRateName: LearningRateName

    // Callbacks.

    /// See the type.
    public var automaticMode: AutomaticMode
    /// See the type.
    public var firstValue: FirstValue
    /// See the type.
    public var callbackPrecision: CallbackPrecision
    /// See the type.
    public var callbackMessages: CallbackMessages
    /// See the type.
    public var missingMonitor: MissingMonitor
    /// See the type.
    public var bestWeights: BestWeights
    /// See the type.
    public var fallbackWeights: FallbackWeights
    /// See the type.
    public var firstEpochStop: FirstEpochStop
    /// See the type.
    public var baselineRole: BaselineRole
    /// See the type.
    public var minDeltaSign: MinDeltaSign
    /// See the type.
    public var plateauDelta: PlateauDelta
    /// See the type.
    public var minLrPrecision: MinLrPrecision

    /// Nil where the profile's holds. A switch that came after plans were published is written only where somebody turned it: what
    /// was published stays as it is.
    private var turnedHardSigmoid: HardSigmoid?

    /// See the type.
    public var hardSigmoid: HardSigmoid {
        get { turnedHardSigmoid ?? HardSigmoid(profile) }
        set { turnedHardSigmoid = newValue == HardSigmoid(profile) ? nil : newValue }
    }

    private enum CodingKeys: String, CodingKey {
        case profile, hiddenEntries, fileEndings, generatorGeometry, brightnessStretch, epochEnd, validationWindow, evaluationEnd
        case frozenBatchNormalization, movingVariance, movingAverage, crossentropyClipping, crossentropyEpsilon, weightedMean
        case evaluatedLoss, accuracyMeaning, historyNames, learningRateName
        case automaticMode, firstValue, callbackPrecision, callbackMessages, missingMonitor, bestWeights, fallbackWeights
        case firstEpochStop, baselineRole, minDeltaSign, plateauDelta, minLrPrecision
        case turnedHardSigmoid = "hardSigmoid"
    }

    /// All switches as a profile sets them: the values of keras-2.2.4, keras-2.3, tf.keras-2.15 and keras-3, in this order.
    public init(_ profile: Profile) {
        func of<Value>(_ keras224: Value, _ keras23: Value, _ tfKeras215: Value, _ keras3: Value) -> Value {
            switch profile {
            case .keras224: keras224
            case .keras23: keras23
            case .tfKeras215: tfKeras215
            case .keras3: keras3
            }
        }
        self.profile = profile
        hiddenEntries = of(.taken, .taken, .taken, .leftOut)
        fileEndings = of(.letters, .letters, .letters, .letters)
        generatorGeometry = of(.rowsFirst, .rowsFirst, .columnsFirst, .columnsFirst)
        brightnessStretch = of(.toMaximum, .toRange, .none, .none)
        epochEnd = of(.wrap, .wrap, .restart, .truncate)
        validationWindow = of(.rolling, .rolling, .restart, .restart)
        evaluationEnd = of(.wrap, .wrap, .stop, .stop)
        frozenBatchNormalization = of(.batchStatistics, .batchStatistics, .movingStatistics, .movingStatistics)
        movingVariance = of(.twiceCorrected, .twiceCorrected, .corrected, .biased)
        movingAverage = of(.zeroDebiased, .plain, .plain, .plain)
        crossentropyClipping = of(.probabilities, .none, .none, .none)
        crossentropyEpsilon = of(.none, .added, .added, .none)
        weightedMean = of(.weighted, .all, .all, .all)
        evaluatedLoss = of(.mean, .lastBatch, .mean, .mean)
        accuracyMeaning = of(.byLoss, .byLoss, .byShape, .byShape)
        historyNames = of(.short, .asWritten, .asWritten, .asWritten)
        learningRateName = of(.lr, .lr, .lr, .learningRate)
        automaticMode = of(.byName, .byName, .byEnding, .byMetric)
        firstValue = of(.compared, .compared, .compared, .taken)
        callbackPrecision = of(.double, .double, .double, .single)
        callbackMessages = of(.padded, .padded, .plain, .plain)
        missingMonitor = of(.skip, .skip, .skip, .save)
        bestWeights = of(.whenStopped, .whenStopped, .whenStopped, .always)
        fallbackWeights = of(.none, .none, .firstEpoch, .firstEpoch)
        firstEpochStop = of(.allowed, .allowed, .never, .never)
        baselineRole = of(.firstBest, .firstBest, .waiting, .waiting)
        minDeltaSign = of(.kept, .kept, .dropped, .dropped)
        plateauDelta = of(.onBest, .onBest, .onBest, .onValue)
        minLrPrecision = of(.double, .double, .single, .single)
    }
}
