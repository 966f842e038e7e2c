import Plan
import Randomness

/// The points of a space that satisfy its constraints and have not been tried: a trial is a pure function of its point, so that a second
/// one would tell nothing.
struct NewPoints {
    /// Draws until one fits. Where fewer than one in a hundred fits, a constraint should have been a narrower interval.
    static let tries = 1000
    /// The largest number of points that is searched for those left when draws do not find any.
    static let enumerable = 100_000

    let space: SearchSpace
    private let results: [Observation]
    private let pending: [Assignment]
    /// The paths of intervals: a point with a number of one of these does not come twice.
    private let continuous: Set<String>

    init(_ space: SearchSpace, after results: [Observation], _ pending: [Assignment]) {
        self.space = space
        self.results = results
        self.pending = pending
        continuous = Set(space.parameters.filter { $0.domain.isContinuous }.map(\.path))
    }

    /// Whether a point satisfies the constraints and is new.
    func contains(_ point: Assignment) -> Bool {
        guard space.allows(point) else { return false }
        if point.settings.contains(where: { continuous.contains($0.path) }) { return true }
        return !pending.contains(point) && !results.contains { $0.assignment == point }
    }

    /// A point drawn uniformly; nil where none is left, or none was found in ``tries`` draws of a space too large to enumerate.
    func uniform(_ key: RandomKey) -> Assignment? {
        for attempt in 0..<Self.tries {
            let draws = key.with(attempt)
            let point = space.assignment(unit: space.parameters.indices.map { draws.uniform(UInt64($0)) })
            if contains(point) { return point }
        }
        guard let count = space.gridCount, count <= Self.enumerable else { return nil }
        let left = space.gridPoints().filter(contains)
        return left.isEmpty ? nil : left[key.below(left.count, 0)]
    }
}

extension SweepDomain {
    /// Whether there are values without number.
    var isContinuous: Bool {
        switch self {
        case .uniform(let low, let high), .logUniform(let low, let high): low < high
        case .values, .intUniform: false
        }
    }
}
