/// Decisions counted at several thresholds: true and false positives at each, and all positives and negatives
/// (`keras/src/metrics/metrics_utils.py`).
///
/// An output is a positive decision where it exceeds the threshold. For equally spaced thresholds from 0 to 1 Keras finds by a
/// product in floats how many are exceeded, and so does this: at the very thresholds the two ways may differ.
struct ThresholdCounts {
    private let thresholds: [Float]
    /// Whether Keras's product is used.
    private let areEven: Bool
    /// Whether the lowest threshold lies below 0, so that an output of 0 exceeds it.
    private let includesZero: Bool

    /// Counts at given thresholds.
    init(_ thresholds: [Double]) {
        self.thresholds = thresholds.map { Float($0) }
        let last = Double(max(thresholds.count - 1, 1))
        areEven =
            thresholds.count >= 3
            && thresholds.enumerated().allSatisfy { index, value in
                let even = Double(index) / last
                return abs(value - even) <= 1e-7 + 1e-5 * even
            }
        includesZero = false
    }

    /// Counts at `count` equally spaced thresholds from 0 to 1.
    ///
    /// - Parameter withEdges: Whether the first lies below 0 and the last above 1, by a trifle.
    init(even count: Int, withEdges: Bool) {
        let last = Float(max(count - 1, 1))
        thresholds = count == 1 ? [0.5] : (0..<count).map { Float($0) / last }
        areEven = count > 1
        includesZero = withEdges
    }

    /// Of a pass that has not begun.
    var start: [Double] { Array(repeating: 0, count: 2 * thresholds.count + 2) }

    /// Takes in decisions.
    ///
    /// - Parameter state: Counts as `start` has them.
    func add(_ decisions: [Decision], to state: inout some MutableCollection<Double>) {
        var counts = Array(state)
        let number = thresholds.count
        // For even thresholds the decisions that exceed a threshold and no higher one.
        var reached = Array(repeating: 0.0, count: 2 * number)
        for decision in decisions {
            let offset = decision.isPositive ? 0 : number
            counts[2 * number + (decision.isPositive ? 0 : 1)] += 1
            if areEven {
                if let place = bucket(of: decision.score) { reached[offset + place] += 1 }
            } else {
                for (index, threshold) in thresholds.enumerated() where decision.score > threshold { counts[offset + index] += 1 }
            }
        }
        for offset in [0, number] where areEven {
            var sum = 0.0
            for index in (0..<number).reversed() {
                sum += reached[offset + index]
                counts[offset + index] += sum
            }
        }
        for (index, count) in zip(state.indices, counts) { state[index] = count }
    }

    /// The highest of even thresholds that a score exceeds; nil where it exceeds none.
    private func bucket(of score: Float) -> Int? {
        guard !score.isNaN else { return nil }
        let place = (min(max(score, 0), 1) * Float(thresholds.count - 1)).rounded(.up) - 1
        return place < 0 ? (includesZero ? 0 : nil) : Int(place)
    }

    /// The counts at each threshold.
    func counts(_ state: some Collection<Double>) -> [Counts] {
        let state = Array(state)
        let number = thresholds.count
        return (0..<number).map { index in
            Counts(
                truePositives: state[index], falsePositives: state[number + index],
                positives: state[2 * number], negatives: state[2 * number + 1])
        }
    }

    /// The counts at one threshold.
    struct Counts {
        var truePositives: Double
        var falsePositives: Double
        var positives: Double
        var negatives: Double

        var precision: Double { Self.share(truePositives, of: truePositives + falsePositives) }
        var recall: Double { Self.share(truePositives, of: positives) }
        var falsePositiveRate: Double { Self.share(falsePositives, of: negatives) }
        var specificity: Double { Self.share(negatives - falsePositives, of: negatives) }

        /// Nothing of nothing is 0.
        static func share(_ part: Double, of whole: Double) -> Double { whole == 0 ? 0 : part / whole }
    }
}
