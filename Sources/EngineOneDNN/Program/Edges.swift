import CDNNL
import Engine
import Foundation
import Network

// The two ends of a program: samples come in as Keras keeps them, outputs and the loss go out.
extension ProgramBuilder {
    /// Appends the copy of a batch into the program's memory.
    func appendInput() throws(EngineError) -> ProgramTensor {
        let shape = network.input.extents
        let extents = shape.count == 3 ? [count, shape[2], shape[0], shape[1]] : [count, network.input.count]
        let input = tensor(try .keras(extents))
        append(kernel: "input", layer: "input", from: input, to: input) { (addresses) throws(EngineError) in
            let values = addresses.floats(input)
            return { (run) throws(EngineError) in
                guard values.count == run.batch.inputs.count else {
                    throw .mismatch("\(run.batch.inputs.count) input values for a program of \(values.count)")
                }
                _ = values.update(fromContentsOf: run.batch.inputs)
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
            onBackward { (gradient) throws(EngineError) in
                try self.reordered(gradient, to: value.layout, layer: layer, of: "a gradient")
            }
        }
        return result
    }

    /// Appends the last activation and, where a loss is asked for, the loss and its gradient; gives the gradient of `value`.
    func appendHead(_ value: ProgramTensor, width: Int, layer: String) throws(EngineError) -> ProgramTensor? {
        let function = headActivation
        let isTraining = purpose == .training
        let gradient = isTraining ? tensor(value.layout) : value
        append(kernel: isTraining ? "loss" : "output", layer: layer, from: value, to: gradient) {
            (addresses) throws(EngineError) in
            let values = UnsafeBufferPointer(addresses.floats(value))
            let slopes = addresses.floats(gradient)
            return { (run) throws(EngineError) in
                run.outputs = OutputActivation.outputs(values, function, width: width)
                guard let head = run.head else { return }
                let wanted = isTraining ? slopes : nil
                if head.takesLogits || function == .linear {
                    run.loss = try head.compute(
                        values, targets: run.batch.targets, weights: run.batch.weights, gradient: wanted)
                    return
                }
                let (loss, byOutput) = try head.compute(
                    run.outputs.map { Double($0) }, targets: run.batch.targets, weights: run.batch.weights)
                run.loss = loss
                if let wanted { OutputActivation.backward(byOutput, run.outputs, function, width: width, into: wanted) }
            }
        }
        return isTraining ? gradient : nil
    }
}

/// The last activation of a network, on few values, in double precision.
enum OutputActivation {
    /// The function of each row.
    static func outputs(_ values: UnsafeBufferPointer<Float>, _ function: ActivationFunction, width: Int) -> [Float] {
        switch function {
        case .sigmoid: return values.map { Float(1 / (1 + exp(-Double($0)))) }
        case .softmax:
            var result = Array(values)
            for row in stride(from: 0, to: result.count, by: max(width, 1)) {
                let range = row..<row + width
                let largest = result[range].max() ?? 0
                let powers = result[range].map { exp(Double($0 - largest)) }
                let total = powers.reduce(0, +)
                for (index, power) in zip(range, powers) { result[index] = Float(power / total) }
            }
            return result
        default: return Array(values)
        }
    }

    /// The gradient by the function's inputs, from that by its outputs.
    static func backward(
        _ gradient: [Double], _ outputs: [Float], _ function: ActivationFunction, width: Int,
        into result: UnsafeMutableBufferPointer<Float>
    ) {
        for row in stride(from: 0, to: outputs.count, by: max(width, 1)) {
            let range = row..<row + width
            let common = function == .softmax ? range.reduce(0) { $0 + gradient[$1] * Double(outputs[$1]) } : 0
            for index in range {
                let output = Double(outputs[index])
                let slope = function == .softmax ? output * (gradient[index] - common) : gradient[index] * output * (1 - output)
                result[index] = Float(slope)
            }
        }
    }
}
