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
    /// Files left out as they could not be decoded.
    public var skippedFiles: Int?

    /// Creates a record.
    public init(id: String, kind: String) {
        self.id = id
        self.kind = kind
    }
}
