/// What a training gave.
public struct TrainingOutcome: Codable, Hashable, Sendable {
    /// Each epoch's values.
    public internal(set) var history = History()
    /// What the callbacks did, in order.
    public internal(set) var messages: [CallbackMessage] = []
    /// Whether a callback, or the end of the data, ended the training before its last planned epoch.
    public internal(set) var stoppedEarly = false
    /// Training steps done.
    public internal(set) var steps = 0
    /// Seconds of the training parts of the epochs, validation and callbacks aside.
    public internal(set) var trainingSeconds = 0.0
    /// Seconds in all.
    public internal(set) var seconds = 0.0
    /// Seconds spent waiting for data, of training and validation.
    public internal(set) var waitSeconds = 0.0

    /// Creates an outcome of nothing.
    public init() {}

    /// The epoch (from 1) whose weights a callback gave back at last; nil where the model has those of the last epoch.
    public var restoredEpoch: Int? { messages.last { $0.action == .restored }?.epoch }
}
