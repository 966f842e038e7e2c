import Foundation
import Network

extension ActivationFunction {
    /// The function over rows of `width` values; only softmax looks beyond one value.
    func apply(_ values: [Double], width: Int) -> [Double] {
        switch self {
        case .linear: values
        case .relu: values.map { max($0, 0) }
        case .sigmoid: values.map { $0 >= 0 ? 1 / (1 + exp(-$0)) : exp($0) / (1 + exp($0)) }
        case .tanh: values.map { Foundation.tanh($0) }
        case .softmax: Self.rows(values, width) { Self.softmax($0) }
        }
    }

    /// The gradient by the function's inputs, from its outputs and their gradient.
    func backward(outputs: [Double], gradient: [Double], width: Int) -> [Double] {
        let pairs = zip(outputs, gradient)
        switch self {
        case .linear: return gradient
        case .relu: return pairs.map { $0 > 0 ? $1 : 0 }
        case .sigmoid: return pairs.map { $1 * $0 * (1 - $0) }
        case .tanh: return pairs.map { $1 * (1 - $0 * $0) }
        case .softmax:
            var result: [Double] = []
            for start in stride(from: 0, to: outputs.count, by: width) {
                let row = zip(outputs[start..<start + width], gradient[start..<start + width])
                let common = row.reduce(0) { $0 + $1.0 * $1.1 }
                result += row.map { $0 * ($1 - common) }
            }
            return result
        }
    }

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
