/// Every combination of values, the last parameter varying fastest.
public struct GridSearch: SweepMethodKind {
    /// The kind's name.
    public static let kind = "grid"
    /// Creates the method.
    public init() {}
}
