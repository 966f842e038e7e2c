/// One thing that varies in a sweep.
public struct SweepParameter: Codable, Hashable, Sendable {
    /// What `--set` calls it: a parameter's name, or a path with a dot in it.
    public var path: String
    /// The values it may have.
    public var domain: SweepDomain
    /// Values of other parameters, all of which must be so for this one to be set at all; without it the file's own value stands.
    public var conditions: [SweepCondition]

    /// Creates a parameter.
    public init(path: String, domain: SweepDomain, conditions: [SweepCondition] = []) {
        self.path = path
        self.domain = domain
        self.conditions = conditions
    }
}

/// The values that a parameter may have.
public enum SweepDomain: Codable, Hashable, Sendable {
    /// One of a list, without repetition. Ordered where they are numbers of which neighbours are alike; never those of a `choice`.
    case values([SweepValue], isOrdered: Bool)
    /// Any number of an interval, each as likely.
    case uniform(low: Double, high: Double)
    /// Any number of an interval above 0, each order of magnitude as likely.
    case logUniform(low: Double, high: Double)
    /// Any whole number of an interval, the ends among them, each as likely.
    case intUniform(low: Int, high: Int)

    /// The number of values; nil where they are without number.
    public var count: Int? {
        switch self {
        case .values(let values, _): values.count
        case .intUniform(let low, let high): Int(clamping: max(Int128(high) - Int128(low) + 1, 0))
        case .uniform, .logUniform: nil
        }
    }
}

/// Another parameter has one of some values.
public struct SweepCondition: Codable, Hashable, Sendable {
    /// The other parameter's path.
    public var path: String
    /// The values.
    public var values: [SweepValue]

    /// Creates a condition.
    public init(path: String, values: [SweepValue]) {
        self.path = path
        self.values = values
    }
}
