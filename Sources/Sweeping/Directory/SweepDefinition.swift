import Plan

/// What a sweep is from some moment on. A sweep begins with the first; each change of its file within what may change makes another.
public struct SweepDefinition: Codable, Hashable, Sendable {
    /// Its number, from 1.
    public var number: Int
    /// The sweep.
    public var sweep: SweepPlan
    /// What all trials have in common.
    public var base: SweepBase

    /// Creates a definition.
    public init(number: Int, sweep: SweepPlan, base: SweepBase) {
        self.number = number
        self.sweep = sweep
        self.base = base
    }
}
