import Plan

/// The values of one point of a sweep: those of the parameters that are set there, in the order of the space.
public struct Assignment: Codable, Hashable, Sendable {
    /// The settings.
    public var settings: [SweepSetting]

    /// Creates an assignment.
    public init(_ settings: [SweepSetting]) { self.settings = settings }

    /// The value of a parameter; nil where it is not set.
    public subscript(path: String) -> SweepValue? { settings.first { $0.path == path }?.value }

    /// A text that is equal for equal values, whatever the order of the parameters.
    public var key: String { settings.map(\.text).sorted().joined(separator: "\n") }

    /// For people: `dropout=0.2 learning_rate=0.001`.
    public var text: String { settings.map(\.text).joined(separator: " ") }
}
