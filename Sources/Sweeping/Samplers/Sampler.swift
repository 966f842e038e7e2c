import Plan

/// What became of a point.
public struct Observation: Hashable, Sendable {
    /// The point.
    public var assignment: Assignment
    /// What was measured, lower is better (``SweepObjective/cost(_:)``), the mean over the seeds; nil where nothing could be.
    public var cost: Double?

    /// Creates an observation.
    public init(_ assignment: Assignment, cost: Double?) {
        self.assignment = assignment
        self.cost = cost
    }
}

/// A way to choose points one after another: a pure function of the space, the seed, the point's index and what became of the points
/// before its horizon.
///
/// As the horizon depends on the index alone, the points are the same however many trials go on at once, and after any interruption.
public protocol Sampler: Sendable {
    /// How many points there are; nil where there is no end of them.
    var count: Int? { get }

    /// How many of the points before this one must have come to their end before it can be chosen: 0 for methods that do not learn.
    ///
    /// - Parameter index: The point's number among those that the sampler chooses, from 0.
    /// - Returns: At most `index`, and never less than for a smaller index.
    func horizon(_ index: Int) -> Int

    /// Chooses a point.
    ///
    /// - Parameters:
    ///   - index: Its number, from 0.
    ///   - results: The points before the horizon, by number; those of `extraTrials` come before all of them. A scheduler that compares
    ///     trials with each other all at once moves the horizon back to the first of them. Empty where the horizon is 0.
    ///   - pending: The points from there to this one: chosen, and whatever is known of them is not told. Those of `extraTrials` that are no
    ///     results come first.
    /// - Returns: nil where no point that satisfies the constraints was found.
    func assignment(_ index: Int, results: [Observation], pending: [Assignment]) -> Assignment?
}
