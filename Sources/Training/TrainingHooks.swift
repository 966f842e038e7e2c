import Diagnostics

/// How a training reaches the world: it writes no file and prints nothing itself.
public struct TrainingHooks {
    /// Writes the session's present weights for a ModelCheckpoint, its number among those of the step (from 0) and the epoch (from 1)
    /// given; the result is the file's name for the message.
    public var saveCheckpoint: (_ ordinal: Int, _ epoch: Int) throws(Diagnostic) -> String
    /// What earlier trainings of the run wrote to a CSV file of this name; nil where none did.
    public var writtenText: (_ file: String) -> String?
    /// Writes a CSV file whole, in place of what was there.
    public var writeText: (_ text: String, _ file: String) throws(Diagnostic) -> Void
    /// The layers that are frozen from here on; told before the first batch of the epoch.
    public var frozen: ([String]) -> Void
    /// Asked between two batches.
    public var isInterrupted: () -> Bool
    /// Asked between two batches: whether it is time to keep the state.
    public var wantsState: () -> Bool
    /// Keeps a state from which the training can go on: at the end of each epoch, where it is wanted, and before it is left.
    public var keepState: (TrainingState) throws(Diagnostic) -> Void
    /// Asked where an epoch is about to begin, and the state at the end of the one before (from 1) has been kept: whether the training
    /// is left there.
    public var leaves: (_ epoch: Int) throws(Diagnostic) -> Bool
    /// Told what happens, as it happens.
    public var emit: (TrainingEvent) throws(Diagnostic) -> Void

    /// Creates hooks.
    public init(
        saveCheckpoint: @escaping (_ ordinal: Int, _ epoch: Int) throws(Diagnostic) -> String,
        writtenText: @escaping (_ file: String) -> String? = { _ in nil },
        writeText: @escaping (_ text: String, _ file: String) throws(Diagnostic) -> Void = { _, _ in },
        frozen: @escaping ([String]) -> Void = { _ in }, isInterrupted: @escaping () -> Bool = { false },
        wantsState: @escaping () -> Bool = { false },
        keepState: @escaping (TrainingState) throws(Diagnostic) -> Void = { _ in },
        leaves: @escaping (_ epoch: Int) throws(Diagnostic) -> Bool = { _ in false },
        emit: @escaping (TrainingEvent) throws(Diagnostic) -> Void = { _ in }
    ) {
        self.saveCheckpoint = saveCheckpoint
        self.writtenText = writtenText
        self.writeText = writeText
        self.frozen = frozen
        self.isInterrupted = isInterrupted
        self.wantsState = wantsState
        self.keepState = keepState
        self.leaves = leaves
        self.emit = emit
    }
}
