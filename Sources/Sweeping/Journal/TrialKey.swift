/// A trial of a sweep: a point and a seed.
public struct TrialKey: Codable, Hashable, Comparable, Sendable {
    /// The point's number in the sweep, from 0.
    public var number: Int
    /// The seed it is run with.
    public var seed: Int

    /// Creates a key.
    public init(number: Int, seed: Int) {
        self.number = number
        self.seed = seed
    }

    /// By number, then by seed.
    public static func < (a: Self, b: Self) -> Bool { (a.number, a.seed) < (b.number, b.seed) }
}
