import Plan

/// The points of a grid, one after another: a walk down the tree of values that turns back as soon as a constraint fails.
///
/// Of the combinations that are one point the first one stands for all: the one in which every parameter that is not set has its first value.
struct GridPoints: Sequence, IteratorProtocol {
    private let space: SearchSpace
    private let counts: [Int]
    /// What can be told at each depth.
    private let decisions: [Decision]
    private var numbers: [Int]
    private var values: [SweepValue]
    private var isActive: [Bool]
    private var depth: Int
    /// Values tried so far.
    private var steps = 0

    init(_ space: SearchSpace) {
        self.space = space
        let parameters = space.parameters
        let order = space.conditions
        counts = parameters.map { $0.domain.count ?? 0 }
        let places = Dictionary(parameters.enumerated().map { ($1.path, $0) }) { first, _ in first }
        var decisions = parameters.map { _ in Decision() }
        for index in order.order { decisions[order.decided[index]].parameters.append(index) }
        var isPossible = true
        for constraint in space.constraints {
            guard let constraint else {
                isPossible = false
                continue
            }
            let names = Set(constraint.names.compactMap { places[$0.path] })
            let last = names.map { order.decided[$0] }.max() ?? 0
            if last < decisions.count { decisions[last].constraints.append((constraint, names.sorted())) }
        }
        self.decisions = decisions
        numbers = parameters.map { _ in -1 }
        values = parameters.map { _ in .number(0) }
        isActive = parameters.map { _ in false }
        // Without parameters there is nothing to choose.
        depth = isPossible && !parameters.isEmpty ? 0 : -1
    }

    mutating func next() -> Assignment? { advance(within: .max) ? point : nil }

    /// The number of points; nil where more values would have to be tried.
    func count(within limit: Int) -> Int? {
        var walk = self
        var count = 0
        while walk.advance(within: limit) { count += 1 }
        return walk.steps < limit ? count : nil
    }

    /// Goes to the next point; false where there is none, or after so many values.
    private mutating func advance(within limit: Int) -> Bool {
        while depth >= 0, steps < limit {
            if depth == counts.count {
                depth -= 1
                return true
            }
            steps += 1
            numbers[depth] += 1
            // Of a parameter that is known not to be set, only the first value counts.
            let isIdle = numbers[depth] > 0 && space.conditions.decided[depth] == depth && !isActive[depth]
            guard numbers[depth] < counts[depth], !isIdle,
                let value = space.parameters[depth].domain.value(number: numbers[depth])
            else {
                numbers[depth] = -1
                depth -= 1
                continue
            }
            values[depth] = value
            if fits() { depth += 1 }
        }
        return false
    }

    /// Whether what the newest value decides allows it.
    private mutating func fits() -> Bool {
        let conditions = space.conditions.conditions
        for parameter in decisions[depth].parameters {
            isActive[parameter] = conditions[parameter].allSatisfy {
                isActive[$0.parameter] && $0.values.contains(values[$0.parameter])
            }
            if !isActive[parameter], numbers[parameter] > 0 { return false }
        }
        for (constraint, names) in decisions[depth].constraints {
            var known: [String: SweepValue] = [:]
            for index in names where isActive[index] { known[space.parameters[index].path] = values[index] }
            if constraint.evaluate(known) == false { return false }
        }
        return true
    }

    private var point: Assignment {
        Assignment(
            space.parameters.indices.compactMap { index in
                isActive[index] ? SweepSetting(path: space.parameters[index].path, value: values[index]) : nil
            })
    }

    /// What can be told once a parameter has its value.
    private struct Decision {
        /// The parameters of which it is then known whether they are set.
        var parameters: [Int] = []
        /// The constraints, each with the parameters that it depends on.
        var constraints: [(ConstraintExpression, [Int])] = []
    }
}
