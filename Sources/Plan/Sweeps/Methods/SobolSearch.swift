/// Points of a Sobol sequence, which leave no large part of the space untried (Joe and Kuo 2008).
public struct SobolSearch: SweepMethodKind {
    /// The kind's name.
    public static let kind = "sobol"
    /// The most parameters that there are direction numbers for.
    public static let mostParameters = 256
    /// Creates the method.
    public init() {}
}
