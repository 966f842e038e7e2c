/// Points drawn independently of each other (Bergstra and Bengio 2012).
public struct RandomSearch: SweepMethodKind {
    /// The kind's name.
    public static let kind = "random"
    /// Creates the method.
    public init() {}
}
