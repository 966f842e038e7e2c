import Plan

extension CategoricalAccuracy: BatchMetric {
    /// The share of samples whose largest output, the first of equals, stands where the target's one stands.
    func mean(outputs: [Float], targets: [Float], width: Int) -> Double {
        let count = min(outputs.count, targets.count) / max(width, 1)
        guard count > 0 else { return 0 }
        var right = 0
        for row in 0..<count where Self.largest(outputs, row, width) == Self.largest(targets, row, width) { right += 1 }
        return Double(right) / Double(count)
    }

    /// The place of a row's largest value, the first of equals.
    static func largest(_ values: [Float], _ row: Int, _ width: Int) -> Int {
        var best = 0
        for column in 1..<max(width, 1) where values[row * width + column] > values[row * width + best] { best = column }
        return best
    }
}
