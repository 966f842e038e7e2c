/// Saves the weights at the end of an epoch, always or when the monitor improves (`keras.callbacks.ModelCheckpoint`).
public struct ModelCheckpoint: CallbackKind {
    /// The kind's name.
    public static let kind = "ModelCheckpoint"
    /// The name watched.
    public var monitor: String?
    /// Which way is better; `auto` of the file is resolved by the semantics' rule.
    public var mode: MonitorMode
    /// Whether only an improvement is saved.
    public var saveBestOnly: Bool
    /// Creates the callback.
    public init(monitor: String = "val_loss", mode: MonitorMode = .min, saveBestOnly: Bool = false) {
        self.monitor = monitor
        self.mode = mode
        self.saveBestOnly = saveBestOnly
    }
}
