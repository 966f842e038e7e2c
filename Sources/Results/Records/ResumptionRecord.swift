/// What `run.json` says of a time that the run was taken up again.
public struct ResumptionRecord: Codable, Hashable, Sendable {
    /// When, ISO 8601 with seconds, UTC.
    public var time: String
    /// The id of the step that it went on in; absent where all were done.
    public var step: String?
    /// Training: the epoch, from 1, that it went on in.
    public var epoch: Int?
    /// Training: the batches of that epoch that were done.
    public var batches: Int?

    /// Creates a record.
    public init(time: String, step: String? = nil, epoch: Int? = nil, batches: Int? = nil) {
        self.time = time
        self.step = step
        self.epoch = epoch
        self.batches = batches
    }
}
