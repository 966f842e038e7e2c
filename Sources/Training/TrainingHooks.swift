import Diagnostics

/// How a training reaches the world: it writes no file and prints nothing itself.
public struct TrainingHooks {
    /// Writes the session's present weights for a ModelCheckpoint, its number among those of the step (from 0) and the epoch (from 1)
    /// given; the result is the file's name for the message.
    public var saveCheckpoint: (_ ordinal: Int, _ epoch: Int) throws(Diagnostic) -> String
    /// Asked between two batches.
    public var isInterrupted: () -> Bool
    /// Asked between two batches: whether it is time to keep the state.
    public var wantsState: () -> Bool
    /// Keeps a state from which the training can go on: at the end of each epoch, where it is wanted, and before it is left.
    public var keepState: (TrainingState) throws(Diagnostic) -> Void
    /// Told what happens, as it happens.
    public var emit: (TrainingEvent) throws(Diagnostic) -> Void

    /// Creates hooks.
    public init(
        saveCheckpoint: @escaping (_ ordinal: Int, _ epoch: Int) throws(Diagnostic) -> String,
        isInterrupted: @escaping () -> Bool = { false }, wantsState: @escaping () -> Bool = { false },
        keepState: @escaping (TrainingState) throws(Diagnostic) -> Void = { _ in },
        emit: @escaping (TrainingEvent) throws(Diagnostic) -> Void = { _ in }
    ) {
        self.saveCheckpoint = saveCheckpoint
        self.isInterrupted = isInterrupted
        self.wantsState = wantsState
        self.keepState = keepState
        self.emit = emit
    }
}
