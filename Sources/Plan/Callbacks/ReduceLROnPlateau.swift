/// Multiplies the learning rate when the monitor has not improved for a while (`keras.callbacks.ReduceLROnPlateau`).
public struct ReduceLROnPlateau: CallbackKind {
    /// The kind's name.
    public static let kind = "ReduceLROnPlateau"
    /// The name watched.
    public var monitor: String?
    /// What the rate is multiplied by, below 1.
    public var factor: Double
    /// Epochs without improvement before it acts.
    public var patience: Int
    /// Which way is better.
    public var mode: MonitorMode
    /// The least change that counts.
    public var minDelta: Double
    /// Epochs to wait after a reduction.
    public var cooldown: Int
    /// The rate's floor.
    public var minLr: Double
    /// Creates the callback with Keras's defaults.
    public init(
        monitor: String = "val_loss", factor: Double = 0.1, patience: Int = 10, mode: MonitorMode = .min, minDelta: Double = 1e-4,
        cooldown: Int = 0, minLr: Double = 0
    ) {
        self.monitor = monitor
        self.factor = factor
        self.patience = patience
        self.mode = mode
        self.minDelta = minDelta
        self.cooldown = cooldown
        self.minLr = minLr
    }
}
