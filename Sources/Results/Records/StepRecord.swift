/// What `run.json` says of a step; what does not apply to its kind is absent.
public struct StepRecord: Codable, Hashable, Sendable {
    /// The step's id.
    public var id: String
    /// Its kind: `train`.
    public var kind: String
    /// How long it took, or has taken so far.
    public var seconds = 0.0
    /// Training: epochs done.
    public var epochs: Int?
    /// Training: steps of the optimizer done.
    public var trainingSteps: Int?
    /// Training: mean seconds a training step, validation aside.
    public var secondsPerStep: Double?
    /// Training: the epoch, from 1, after which a callback ended it early.
    public var stoppedEpoch: Int?
    /// Training: the epoch, from 1, whose weights the model was given back.
    public var restoredEpoch: Int?
    /// Training: the epoch, from 1, whose weights `<id>.best` are.
    public var bestEpoch: Int?
    /// Evaluation and prediction: samples seen; one that came twice counts twice.
    public var samples: Int?
    /// Seconds spent waiting for data.
    public var dataWaitSeconds: Double?
    /// Images that the step went on without: files that could not be decoded as their data set was opened, and those that vanished
    /// or changed later.
    public var skippedFiles: Int?
    /// Those of them that were there as the run began, and vanished or changed later: the run is not what its lock promises.
    public var lostFiles: Int?
    /// Which they are, up to ``mostSkipped`` of them; all are in `events.jsonl`.
    public var skipped: [SkippedRecord]?

    /// How many skipped images are listed.
    public static let mostSkipped = 100

    /// Creates a record.
    public init(id: String, kind: String) {
        self.id = id
        self.kind = kind
    }
}

/// An image that a step went on without.
public struct SkippedRecord: Codable, Hashable, Sendable {
    /// The data set's name.
    public var data: String
    /// The path in the data set's index.
    public var path: String
    /// What is wrong with the file.
    public var reason: String
    /// Whether it vanished or changed while the run was under way.
    public var lost: Bool

    /// Creates a record.
    public init(data: String, path: String, reason: String, lost: Bool) {
        self.data = data
        self.path = path
        self.reason = reason
        self.lost = lost
    }
}
