/// Ends a training when the monitor has not improved for a while (`keras.callbacks.EarlyStopping`).
public struct EarlyStopping: CallbackKind {
    /// The kind's name.
    public static let kind = "EarlyStopping"
    /// The name watched.
    public var monitor: String?
    /// The least change that counts.
    public var minDelta: Double
    /// Epochs without improvement before it acts.
    public var patience: Int
    /// Which way is better.
    public var mode: MonitorMode
    /// A value that must be beaten for the first improvement.
    public var baseline: Double?
    /// Whether the weights of the best epoch are given back, when the semantics says so.
    public var restoreBestWeights: Bool
    /// The first epoch, from 0, that is watched (Keras 2.11 and later).
    public var startFromEpoch: Int
    /// Creates the callback with Keras's defaults.
    public init(
        monitor: String = "val_loss", minDelta: Double = 0, patience: Int = 0, mode: MonitorMode = .min, baseline: Double? = nil,
        restoreBestWeights: Bool = false, startFromEpoch: Int = 0
    ) {
        self.monitor = monitor
        self.minDelta = minDelta
        self.patience = patience
        self.mode = mode
        self.baseline = baseline
        self.restoreBestWeights = restoreBestWeights
        self.startFromEpoch = startFromEpoch
    }
}
