/// What `run.json` says of a time that a run took over the state of another one.
public struct AdoptionRecord: Codable, Hashable, Sendable {
    /// When, ISO 8601 with seconds, UTC.
    public var time: String
    /// The name of the other run's directory.
    public var run: String
    /// The id of the training.
    public var step: String
    /// The epoch, from 1, at whose end the other run stood.
    public var epoch: Int

    /// Creates a record.
    public init(time: String, run: String, step: String, epoch: Int) {
        self.time = time
        self.run = run
        self.step = step
        self.epoch = epoch
    }

    /// Whether both tell of the same state, whenever that was taken over.
    public func isOfSameState(as other: Self) -> Bool { (run, step, epoch) == (other.run, other.step, other.epoch) }
}
