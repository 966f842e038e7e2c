import Foundation
import Network

extension ActivationFunction {
    /// The function over rows of `width` values; only softmax looks beyond one value.
    func apply(_ values: [Double], width: Int) -> [Double] {
        switch self {
        case .linear: values
        case .softmax: Self.rows(values, width) { Self.softmax($0) }
        default: values.map { value(at: $0) }
        }
    }

    /// The gradient by the function's inputs, from its inputs, its outputs and their gradient.
    func backward(inputs: [Double], outputs: [Double], gradient: [Double], width: Int) -> [Double] {
        switch self {
        case .linear: return gradient
        case .softmax:
            var result: [Double] = []
            for start in stride(from: 0, to: outputs.count, by: width) {
                let row = zip(outputs[start..<start + width], gradient[start..<start + width])
                let common = row.reduce(0) { $0 + $1.0 * $1.1 }
                result += row.map { $0 * ($1 - common) }
            }
            return result
        default: return zip(inputs, gradient).map { $1 * slope(at: $0) }
        }
    }

    /// The function of one value.
    private func value(at x: Double) -> Double {
        switch self {
        case .linear, .softmax: x
        case .rectifier(let slope, let threshold, let most):
            x > threshold ? min(x, most ?? .infinity) : slope * (x - threshold)
        case .exponentialUnit(let alpha, let scale): scale * (x > 0 ? x : alpha * expm1(x))
        case .gelu: x * Self.normal(x)
        case .silu: x * Self.logistic(x)
        case .clippedLine(let slope): Self.clipped(slope * x + 0.5)
        case .hardSilu: x * Self.clipped(x / 6 + 0.5)
        case .sigmoid: Self.logistic(x)
        case .softplus: max(x, 0) + log1p(exp(-abs(x)))
        case .tanh: Foundation.tanh(x)
        }
    }

    /// Its derivative; at a kink, TensorFlow's.
    private func slope(at x: Double) -> Double {
        switch self {
        case .linear, .softmax: return 1
        case .rectifier(let slope, let threshold, let most): return x > threshold ? (x < most ?? .infinity ? 1 : 0) : slope
        case .exponentialUnit(let alpha, let scale): return scale * (x < 0 ? alpha * exp(x) : 1)
        case .gelu: return Self.normal(x) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
        case .silu:
            let share = Self.logistic(x)
            return share * (1 + x * (1 - share))
        case .clippedLine(let slope): return abs(slope * x) < 0.5 ? slope : 0
        case .hardSilu: return Self.clipped(x / 6 + 0.5) + (abs(x) < 3 ? x / 6 : 0)
        case .sigmoid: return Self.logistic(x) * Self.logistic(-x)
        case .softplus: return Self.logistic(x)
        case .tanh: return 1 - pow(Foundation.tanh(x), 2)
        }
    }

    private static func logistic(_ x: Double) -> Double { x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)) }

    /// The normal distribution's Φ.
    private static func normal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

    private static func clipped(_ x: Double) -> Double { min(max(x, 0), 1) }

    private static func rows(_ values: [Double], _ width: Int, _ body: (ArraySlice<Double>) -> [Double]) -> [Double] {
        stride(from: 0, to: values.count, by: width).flatMap { body(values[$0..<$0 + width]) }
    }

    private static func softmax(_ row: ArraySlice<Double>) -> [Double] {
        let largest = row.max() ?? 0
        let powers = row.map { exp($0 - largest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }
}
