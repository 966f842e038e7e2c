import Plan

/// What all trials of a sweep have in common. Where it differs from what a sweep began with, the sweep is another one.
public struct SweepBase: Codable, Hashable, Sendable {
    /// The experiment's name.
    public var experiment: String
    /// SHA-256 of the composed experiment without its `sweep:`, of values alone, so that comments and layout change nothing, and of
    /// the environment variables that it reads.
    public var document: String
    /// What the plan of the file itself computes, to say what differs.
    public var plan: JSONValue
    /// The hash of each data set's samples, by name.
    public var data: [String: String]
    /// The hash of each weights file that steps load, by the step's id.
    public var weights: [String: String]
    /// What computes: `fast`.
    public var engine: String
    /// The version of this program.
    public var version: String

    /// Creates a base.
    public init(
        experiment: String, document: String, plan: JSONValue, data: [String: String], weights: [String: String],
        engine: String, version: String
    ) {
        self.experiment = experiment
        self.document = document
        self.plan = plan
        self.data = data
        self.weights = weights
        self.engine = engine
        self.version = version
    }
}
