/// What must hold of the values of a point: `filters * units <= 65536`.
public struct SweepConstraint: Codable, Hashable, Sendable {
    /// As written.
    public var text: String

    /// Creates a constraint.
    public init(text: String) { self.text = text }
}
