import Engine
import Foundation
import Network

extension Adam: OneDNNOptimizer {
    func state(count: Int) throws(EngineError) -> any OneDNNOptimizerState { try AdamState(self, count: count) }
}

/// The two moments of one parameter.
private final class AdamState: OneDNNOptimizerState {
    /// Values that one task changes: enough to be worth a task, few enough to share a bias among none.
    private static let chunk = 1 << 14

    private let adam: Adam
    private let first: Storage
    private let second: Storage

    init(_ adam: Adam, count: Int) throws(EngineError) {
        self.adam = adam
        first = try Storage(byteCount: count * 4)
        second = try Storage(byteCount: count * 4)
    }

    func update(
        _ values: UnsafeMutableBufferPointer<Float>, gradient: UnsafeMutableBufferPointer<Float>, step: Int, rate: Float,
        parallel: Parallel
    ) {
        let correction = (1 - pow(adam.beta2, Double(step))).squareRoot() / (1 - pow(adam.beta1, Double(step)))
        let scale = rate * Float(correction)
        let count = min(values.count, gradient.count)
        guard let values = values.baseAddress, let gradient = gradient.baseAddress else { return }
        parallel.run((count + Self.chunk - 1) / Self.chunk) { task in
            update(values, gradient, from: task * Self.chunk, to: min((task + 1) * Self.chunk, count), scale: scale)
        }
    }

    /// m += (g - m) (1 - beta1); v += (g² - v) (1 - beta2); w -= scale m / (sqrt(v) + epsilon), as Keras writes it.
    private func update(
        _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafeMutablePointer<Float>, from begin: Int, to end: Int, scale: Float
    ) {
        let (share1, share2) = (Float(1 - adam.beta1), Float(1 - adam.beta2))
        let epsilon = Float(adam.epsilon)
        let (first, second) = (first.floats, second.floats)
        guard let first = first.baseAddress, let second = second.baseAddress else { return }
        var index = begin
        while index + 16 <= end {
            let slope = loadLanes(gradient + index, 16)
            var mean = loadLanes(first + index, 16)
            var square = loadLanes(second + index, 16)
            mean += (slope - mean) * share1
            square += (slope * slope - square) * share2
            storeLanes(mean, first + index, 16)
            storeLanes(square, second + index, 16)
            storeLanes(loadLanes(values + index, 16) - scale * mean / (square.squareRoot() + epsilon), values + index, 16)
            index += 16
        }
        while index < end {
            first[index] += (gradient[index] - first[index]) * share1
            second[index] += (gradient[index] * gradient[index] - second[index]) * share2
            values[index] -= scale * first[index] / (second[index].squareRoot() + epsilon)
            index += 1
        }
    }
}
