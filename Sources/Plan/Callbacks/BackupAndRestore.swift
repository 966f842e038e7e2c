/// Keeps checkpoints from which a training can go on (`keras.callbacks.BackupAndRestore`).
///
/// Every run does so at the end of each epoch and, within one, after some time; this one adds some by number of batches.
public struct BackupAndRestore: CallbackKind {
    /// The kind's name.
    public static let kind = "BackupAndRestore"
    /// Training steps from one checkpoint to the next; nil keeps none beside those that every run keeps.
    public var saveFreq: Int?
    /// Creates the callback with Keras's default.
    public init(saveFreq: Int? = nil) { self.saveFreq = saveFreq }
    /// None.
    public var monitor: String? { nil }
}
