import Plan

/// Which parameters are set, given the values of those that they depend on, in an order in which that can be told.
struct ConditionOrder: Sendable {
    /// A condition, by the numbers of parameters.
    struct Condition: Sendable {
        var parameter: Int
        var values: [SweepValue]
    }

    /// The conditions of each parameter.
    let conditions: [[Condition]]
    /// Parameters after those that they depend on. Those that depend on themselves, or on what is no parameter, are missing: they are
    /// never set.
    let order: [Int]
    /// For each parameter, the last of those that decide whether it is set, itself among them.
    let decided: [Int]

    init(_ parameters: [SweepParameter]) {
        let numbers = Dictionary(parameters.enumerated().map { ($1.path, $0) }) { first, _ in first }
        var conditions: [[Condition]] = []
        var isKnown: [Bool] = []
        for parameter in parameters {
            let found = parameter.conditions.compactMap { condition in
                numbers[condition.path].map { Condition(parameter: $0, values: condition.values) }
            }
            conditions.append(found)
            isKnown.append(found.count == parameter.conditions.count)
        }
        var order: [Int] = []
        var decided = Array(parameters.indices)
        var isOrdered = parameters.map { _ in false }
        var grew = true
        while grew {
            grew = false
            for index in parameters.indices where !isOrdered[index] && isKnown[index] {
                guard conditions[index].allSatisfy({ isOrdered[$0.parameter] }) else { continue }
                decided[index] = conditions[index].reduce(index) { max($0, decided[$1.parameter]) }
                isOrdered[index] = true
                order.append(index)
                grew = true
            }
        }
        (self.conditions, self.order, self.decided) = (conditions, order, decided)
    }

    /// Whether each parameter is set where the parameters have these values. A condition on a parameter that is not set does not hold.
    func active(_ values: [SweepValue]) -> [Bool] {
        var isActive = conditions.map { _ in false }
        for index in order where index < values.count {
            isActive[index] = conditions[index].allSatisfy {
                isActive[$0.parameter] && $0.values.contains(values[$0.parameter])
            }
        }
        return isActive
    }
}
