import Network

/// Where a training stands between two batches: with the session's parameters and the optimizer's state, all that it takes to go on.
///
/// Nothing random is in it: every draw is a function of seed, step, epoch and sample.
public struct TrainingState: Codable, Hashable, Sendable {
    /// The finished epochs, and what was counted over them. The epoch under way, from 0, is the number of its rows.
    public var outcome = TrainingOutcome()
    /// Whether a callback asked for the end.
    public var stops = false
    /// The callbacks' own states, in the order of the list, each as JSON.
    public var callbacks: [String] = []
    /// The training part of the epoch under way; nil before its first batch.
    public var training: PassState?
    /// The validation of the epoch under way; nil before it begins.
    public var validation: PassState?
    /// Seconds of the epoch under way.
    public var epochSeconds = 0.0
    /// Seconds of the whole training.
    public var seconds = 0.0
    /// The weights that callbacks keep to give back, by their number in the list. They are not part of the coded form.
    public var heldWeights: [Int: [Tensor]] = [:]

    private enum CodingKeys: String, CodingKey {
        case outcome, stops, callbacks, training, validation, epochSeconds, seconds
    }

    /// The state of a training that has not begun.
    public init() {}

    /// The epoch under way, from 1, as people count.
    public var epoch: Int { outcome.history.rows.count + 1 }
}

/// Where a pass over data stands.
public struct PassState: Codable, Hashable, Sendable {
    /// Batches done.
    public var batches = 0
    /// Batches that came from the source: those done, and those of which no image was left.
    public var taken = 0
    /// Samples seen.
    public var samples = 0
    /// Whether a callback ended it before its last batch.
    public var isCut = false
    /// The sum of the batches' losses, each weighed by its number of samples.
    public var loss = 0.0
    /// What each metric knows of the samples seen.
    public var metrics: [[Double]] = []
    /// The loss of the last batch.
    public var lastLoss = 0.0
    /// Seconds taken.
    public var seconds = 0.0
    /// Seconds spent waiting for data.
    public var waitSeconds = 0.0

    /// Creates the state of a pass that has not begun.
    public init() {}
}
