/// A regression tree over the unit cube, grown until its leaves are pure, as a function: each leaf is a box with a value.
struct RegressionTree {
    /// A piece of the cube on which the function is constant.
    private struct Leaf {
        var box: [Side]
        var value: Double
    }

    /// What a box is along one axis.
    private enum Side {
        /// An interval.
        case interval(Double, Double)
        /// Some of the choices.
        case choices([Bool])

        /// Its share of the axis.
        var length: Double {
            switch self {
            case .interval(let low, let high): high - low
            case .choices(let isIn): Double(isIn.count { $0 }) / Double(isIn.count)
            }
        }
    }

    /// The best way to part the points of a node: those below a number, or those with a choice, go left.
    private struct Split {
        var axis: Int
        var threshold: Double
        var gain: Double
    }

    private let axes: [UnitCoordinates.Axis]
    private var leaves: [Leaf] = []

    /// Grows a tree that minimizes the squared error.
    ///
    /// - Parameters:
    ///   - points: Coordinates.
    ///   - values: The value at each point.
    ///   - weights: How often each point counts.
    ///   - axes: What the coordinates mean.
    init(_ points: [[Double]], _ values: [Double], weights: [Int], axes: [UnitCoordinates.Axis]) {
        self.axes = axes
        let used = points.indices.filter { weights[$0] > 0 }
        // Sorted once along each axis; a split keeps the order.
        let orders = axes.indices.map { axis in used.sorted { (points[$0][axis], $0) < (points[$1][axis], $1) } }
        let box = axes.map { axis -> Side in
            if case .choices(let count) = axis { return .choices([Bool](repeating: true, count: count)) }
            return .interval(0, 1)
        }
        var waiting = [(orders, box)]
        var isLeft = [Bool](repeating: false, count: points.count)
        while let (orders, box) = waiting.popLast() {
            guard let split = split(orders, points, values, weights) else {
                let members = orders.first ?? []
                let weight = members.reduce(0) { $0 + weights[$1] }
                let sum = members.reduce(0) { $0 + Double(weights[$1]) * values[$1] }
                leaves.append(Leaf(box: box, value: weight > 0 ? sum / Double(weight) : 0))
                continue
            }
            let (left, right) = Self.part(box[split.axis], at: split.threshold)
            for member in orders[split.axis] {
                let number = points[member][split.axis]
                if case .choices(let isIn) = left {
                    isLeft[member] = isIn[Self.cell(number, isIn.count)]
                } else {
                    isLeft[member] = number <= split.threshold
                }
            }
            for (side, isSide) in [(left, true), (right, false)] {
                var part = box
                part[split.axis] = side
                waiting.append((orders.map { $0.filter { isLeft[$0] == isSide } }, part))
            }
        }
    }

    private static func cell(_ coordinate: Double, _ count: Int) -> Int {
        min(max(Int(coordinate * Double(count)), 0), count - 1)
    }

    private static func part(_ side: Side, at threshold: Double) -> (Side, Side) {
        switch side {
        case .interval(let low, let high): return (.interval(low, threshold), .interval(threshold, high))
        case .choices(let isIn):
            let one = cell(threshold, isIn.count)
            return (.choices(isIn.indices.map { $0 == one }), .choices(isIn.indices.map { $0 != one && isIn[$0] }))
        }
    }

    /// The split with the largest gain; nil where all values are the same, or all points.
    private func split(_ orders: [[Int]], _ points: [[Double]], _ values: [Double], _ weights: [Int]) -> Split? {
        guard let members = orders.first, let any = members.first, members.contains(where: { values[$0] != values[any] })
        else { return nil }
        let count = members.reduce(0) { $0 + weights[$1] }
        let sum = members.reduce(0) { $0 + Double(weights[$1]) * values[$1] }
        let mean = sum / Double(count)
        var best: Split?
        for (axis, order) in orders.enumerated() {
            let isChoice = if case .choices = axes[axis] { true } else { false }
            // Of the points to the left, or of one choice.
            var (left, excess) = (0, 0.0)
            for (place, member) in order.enumerated() {
                left += weights[member]
                excess += Double(weights[member]) * (values[member] - mean)
                guard place + 1 < order.count || isChoice else { break }
                let here = points[member][axis]
                let next = place + 1 < order.count ? points[order[place + 1]][axis] : .infinity
                guard here < next else { continue }
                if left < count {
                    // The sum of squares between the two sides.
                    let gain = excess * excess * (1 / Double(left) + 1 / Double(count - left))
                    if gain > best?.gain ?? -1 {
                        best = Split(axis: axis, threshold: isChoice ? here : 0.5 * (here + next), gain: gain)
                    }
                }
                if isChoice { (left, excess) = (0, 0) }
            }
        }
        return best
    }

    /// For each axis the part of the function's variance over the cube that its mean over all other axes has; 0 where it has no variance.
    func parts() -> [Double] {
        let volumes = leaves.map { $0.box.reduce(1) { $0 * $1.length } }
        let mean = zip(leaves, volumes).reduce(0) { $0 + $1.0.value * $1.1 }
        let variance = zip(leaves, volumes).reduce(0) { $0 + ($1.0.value - mean) * ($1.0.value - mean) * $1.1 }
        guard variance > 0 else { return axes.map { _ in 0 } }
        return axes.indices.map { axis in
            marginal(axis, volumes).reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) * $1.length } / variance
        }
    }

    /// The mean of the function over all axes but one, piece by piece along that one.
    private func marginal(_ axis: Int, _ volumes: [Double]) -> [(value: Double, length: Double)] {
        if case .choices(let count) = axes[axis] {
            var sums = [Double](repeating: 0, count: count)
            for (leaf, volume) in zip(leaves, volumes) {
                guard case .choices(let isIn) = leaf.box[axis] else { continue }
                let share = leaf.value * volume / leaf.box[axis].length
                for choice in isIn.indices where isIn[choice] { sums[choice] += share }
            }
            return sums.map { (value: $0, length: 1 / Double(count)) }
        }
        // The function changes where a leaf begins or ends.
        var changes: [Double: Double] = [:]
        for (leaf, volume) in zip(leaves, volumes) {
            guard case .interval(let low, let high) = leaf.box[axis], low < high else { continue }
            let share = leaf.value * volume / (high - low)
            changes[low, default: 0] += share
            changes[high, default: 0] -= share
        }
        let ends = changes.keys.sorted()
        var value = 0.0
        return zip(ends, ends.dropFirst()).map { low, high in
            value += changes[low] ?? 0
            return (value: value, length: high - low)
        }
    }
}
