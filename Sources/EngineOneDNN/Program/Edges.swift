import CDNNL
import Engine
import Foundation
import Network

// The two ends of a program: samples come in as Keras keeps them, outputs and the loss go out.
extension ProgramBuilder {
    /// Appends the copy of a batch into the program's memory.
    func appendInput() throws(EngineError) -> ProgramTensor {
        let input = tensor(try .keras(network.input.axes(count)))
        append(kernel: "input", layer: "input", from: input, to: input) { (addresses) throws(EngineError) in
            let values = addresses.floats(input)
            return { (run) throws(EngineError) in
                try run.withInputs(values.count) { values.baseAddress?.update(from: $0, count: values.count) }
            }
        }
        return input
    }

    /// Gives a value in Keras's layout, whatever its own; with its backward half.
    func appendPlain(_ value: ProgramTensor, layer: String, isDifferentiated: Bool) throws(EngineError) -> ProgramTensor {
        try appendAligned(value, to: try .keras(value.layout.extents), layer: layer, isDifferentiated: isDifferentiated)
    }

    /// Gives a value in some layout; with its backward half.
    func appendAligned(
        _ value: ProgramTensor, to layout: Layout, layer: String, isDifferentiated: Bool
    ) throws(EngineError) -> ProgramTensor {
        let result = try reordered(value, to: layout, layer: layer, of: "activations")
        if isDifferentiated, result.layout != value.layout {
            onBackward(keepsGradient: true) { (gradient) throws(EngineError) in
                try self.reordered(gradient, to: value.layout, layer: layer, of: "a gradient")
            }
        }
        return result
    }

    /// Appends the last activation and, in training, the loss and its gradient; gives the gradient of `value`.
    func appendHead(_ value: ProgramTensor, width: Int, layer: String) throws(EngineError) -> ProgramTensor? {
        let function = headActivation
        let isTraining = purpose == .training
        let gradient = isTraining ? tensor(value.layout) : value
        let rows = OutputRows(
            count: count, width: width, stride: max(value.layout.byteCount / 4 / max(count, 1), width))
        append(kernel: isTraining ? "loss" : "output", layer: layer, from: value, to: gradient) {
            (addresses) throws(EngineError) in
            let (from, slopes) = (addresses.floats(value), addresses.floats(gradient))
            return { (run) throws(EngineError) in
                let values = rows.gather(from)
                run.outputs = OutputActivation.outputs(values, function, width: width)
                guard isTraining, let head = run.head else {
                    run.logits = values
                    return
                }
                let (targets, weights) = (run.batch.targets, run.batch.weights)
                var byValue: [Double]
                if head.takesLogits || function == .linear {
                    (run.loss, byValue) = try head.compute(values.map { Double($0) }, targets: targets, weights: weights)
                } else {
                    let outputs = run.outputs.map { Double($0) }
                    (run.loss, byValue) = try head.compute(outputs, targets: targets, weights: weights)
                    OutputActivation.backward(&byValue, run.outputs, function, width: width)
                }
                rows.scatter(byValue, to: slopes)
            }
        }
        return isTraining ? gradient : nil
    }
}

/// Rows of outputs, which may be filled up to whole blocks.
private struct OutputRows {
    let count: Int
    let width: Int
    /// From one row to the next.
    let stride: Int

    /// The values one after the other.
    func gather(_ values: UnsafeMutableBufferPointer<Float>) -> [Float] {
        (0..<count).flatMap { values[$0 * stride..<$0 * stride + width] }
    }

    /// Their inverse; zeros in between.
    func scatter(_ values: [Double], to result: UnsafeMutableBufferPointer<Float>) {
        result.update(repeating: 0)
        for (index, value) in values.enumerated() { result[index / width * stride + index % width] = Float(value) }
    }
}

/// The last activation of a network, on few values, in double precision.
enum OutputActivation {
    /// The function of each row.
    static func outputs(_ values: [Float], _ function: ActivationFunction, width: Int) -> [Float] {
        switch function {
        case .sigmoid: return values.map { Float(1 / (1 + exp(-Double($0)))) }
        case .softmax:
            var result = values
            for row in stride(from: 0, to: result.count, by: max(width, 1)) {
                let range = row..<row + width
                let largest = result[range].max() ?? 0
                let powers = result[range].map { exp(Double($0 - largest)) }
                let total = powers.reduce(0, +)
                for (index, power) in zip(range, powers) { result[index] = Float(power / total) }
            }
            return result
        default: return values
        }
    }

    /// The gradient by the function's inputs, in place of that by its outputs.
    static func backward(_ gradient: inout [Double], _ outputs: [Float], _ function: ActivationFunction, width: Int) {
        for row in stride(from: 0, to: outputs.count, by: max(width, 1)) {
            let range = row..<row + width
            let common = function == .softmax ? range.reduce(0) { $0 + gradient[$1] * Double(outputs[$1]) } : 0
            for index in range {
                let output = Double(outputs[index])
                gradient[index] =
                    function == .softmax ? output * (gradient[index] - common) : gradient[index] * output * (1 - output)
            }
        }
    }
}
