import Plan

extension BinaryAccuracy: BatchMetric {
    /// The share of elements on their target's side of 0.5.
    ///
    /// Keras 2.2.4 rounds half to even, so that 0.5 counts as 0; later Keras asks for more than 0.5: the same.
    func mean(outputs: [Float], targets: [Float], width: Int) -> Double {
        let count = min(outputs.count, targets.count)
        guard count > 0 else { return 0 }
        var right = 0
        for index in 0..<count where (outputs[index] > 0.5) == (targets[index] > 0.5) { right += 1 }
        return Double(right) / Double(count)
    }
}
