import CDNNL
import Engine
import Network

extension Activation: OneDNNLayer {
    var isElementwise: Bool { activation != .softmax }
    var isRectifier: Bool { activation == .relu }

    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        builder.headTakes(activation, at: site) ? input : try builder.activate(input, activation, at: site)
    }
}

extension ActivationFunction {
    /// oneDNN's names for it, forward and for a backward pass from the result; nil for those that are not element-wise.
    var eltwise: (forward: dnnl_alg_kind_t, backward: dnnl_alg_kind_t)? {
        switch self {
        case .relu: (dnnl_eltwise_relu, dnnl_eltwise_relu_use_dst_for_bwd)
        case .sigmoid: (dnnl_eltwise_logistic, dnnl_eltwise_logistic_use_dst_for_bwd)
        case .tanh: (dnnl_eltwise_tanh, dnnl_eltwise_tanh_use_dst_for_bwd)
        case .linear, .softmax: nil
        }
    }
}

extension ProgramBuilder {
    /// Appends an activation with its backward half.
    func activate(
        _ input: ProgramTensor, _ function: ActivationFunction, at site: Site
    ) throws(EngineError) -> ProgramTensor {
        if function == .linear { return input }
        guard let eltwise = function.eltwise else { return try softmax(input, at: site) }
        // What fills blocks up must stay 0, and oneDNN has no fast way to see to that.
        if function == .sigmoid, input.layout.isFilledUp {
            return try activate(
                try appendPlain(input, layer: site.name, isDifferentiated: site.isDifferentiated), function, at: site)
        }
        let forward = try PrimitiveDescriptor.eltwise(
            site.isTraining ? eltwise.backward : eltwise.forward, input.layout, device: device, layer: site.name)
        let output = tensor(input.layout)
        append(forward, layer: site.name, [(DNNL_ARG_SRC, input), (DNNL_ARG_DST, output)], shows: (input.layout, output.layout))
        if site.isDifferentiated {
            onBackward { (gradient) throws(EngineError) in
                try self.appendEltwiseBackward(gradient, by: output, eltwise.backward, forward: forward, layer: site.name)
                return gradient
            }
        }
        return output
    }

    /// Zeroes a gradient where the rectified value is 0: in its place, or in another where it is shared.
    func maskGradient(
        _ gradient: ProgramTensor, by value: ProgramTensor, layer: String
    ) throws(EngineError) -> ProgramTensor {
        if gradient.isShared { return try joined([gradient], maskedBy: value, layer: layer) }
        let function = dnnl_eltwise_relu_use_dst_for_bwd
        let forward = try PrimitiveDescriptor.eltwise(function, value.layout, device: device, layer: layer)
        try appendEltwiseBackward(gradient, by: value, function, forward: forward, layer: layer)
        return gradient
    }

    private func appendEltwiseBackward(
        _ gradient: ProgramTensor, by output: ProgramTensor, _ function: dnnl_alg_kind_t, forward: PrimitiveDescriptor,
        layer: String
    ) throws(EngineError) {
        let descriptor = try PrimitiveDescriptor.eltwiseBackward(
            function, output.layout, forward: forward, device: device, layer: layer)
        append(
            descriptor, layer: layer,
            [(DNNL_ARG_DST, output), (DNNL_ARG_DIFF_DST, gradient), (DNNL_ARG_DIFF_SRC, gradient)],
            shows: (output.layout, gradient.layout))
    }

    /// Softmax over channels; oneDNN 2.6 has only a reference implementation of its gradient on AVX2.
    private func softmax(_ input: ProgramTensor, at site: Site) throws(EngineError) -> ProgramTensor {
        let grid = try ChannelGrid(input.layout, layer: site.name)
        let output = tensor(input.layout)
        append(kernel: "softmax forward", layer: site.name, from: input, to: output) { (addresses) throws(EngineError) in
            let (from, to) = (addresses.floats(input), addresses.floats(output))
            return { (_) throws(EngineError) in SoftmaxKernel.forward(grid, from, to) }
        }
        if site.isDifferentiated {
            onBackward { (gradient) throws(EngineError) in
                self.append(kernel: "softmax backward", layer: site.name, from: output, to: gradient) {
                    (addresses) throws(EngineError) in
                    let (values, slopes) = (addresses.floats(output), addresses.floats(gradient))
                    return { (_) throws(EngineError) in SoftmaxKernel.backward(grid, values, slopes) }
                }
                return gradient
            }
        }
        return output
    }
}
