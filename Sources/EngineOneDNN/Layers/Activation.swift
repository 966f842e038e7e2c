import CDNNL
import Engine
import Network

extension OneDNNLayer where Self: ActivationLayer {
    var isElementwise: Bool { activation != .softmax }
    var isRectifier: Bool { activation == .relu }

    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        builder.headTakes(activation, at: site) ? input : try builder.activate(input, activation, at: site)
    }
}

extension Activation: OneDNNLayer {}
extension ReLU: OneDNNLayer {}
extension LeakyReLU: OneDNNLayer {}
extension ELU: OneDNNLayer {}
extension Softmax: OneDNNLayer {}

extension ProgramBuilder {
    /// Appends an activation with its backward half.
    func activate(
        _ input: ProgramTensor, _ function: ActivationFunction, at site: Site
    ) throws(EngineError) -> ProgramTensor {
        if function == .relu { return try rectify(input, at: site) }
        if function == .softmax { return try softmax(input, at: site) }
        let function = function.under(semantics)
        let table = try KernelTable.current()
        guard let kernel = try ActivationKernel(function, table: kernels?.table ?? table, parallel: parallel) else {
            return input
        }
        let output = tensor(input.layout)
        // What fills blocks up must stay 0.
        let grid = input.layout.isFilledUp && !function.keepsZero ? try ChannelGrid(input.layout, layer: site.name) : nil
        append(kernel: "activation forward", layer: site.name, from: input, to: output) { (addresses) throws(EngineError) in
            let (from, to) = (addresses.floats(input), addresses.floats(output))
            return { (_) throws(EngineError) in
                kernel.run(from, to: to)
                grid?.clearFilling(to)
            }
        }
        if site.isDifferentiated {
            let known = function.needsArgument ? input : output
            onBackward { (gradient) throws(EngineError) in
                self.append(kernel: "activation backward", layer: site.name, from: known, to: gradient) {
                    (addresses) throws(EngineError) in
                    let (values, slopes) = (addresses.floats(known), addresses.floats(gradient))
                    return { (_) throws(EngineError) in kernel.differentiate(values, gradient: slopes) }
                }
                return gradient
            }
        }
        return output
    }

    /// Appends max(x, 0) with its backward half.
    private func rectify(_ input: ProgramTensor, at site: Site) throws(EngineError) -> ProgramTensor {
        let forward = try PrimitiveDescriptor.eltwise(
            site.isTraining ? dnnl_eltwise_relu_use_dst_for_bwd : dnnl_eltwise_relu, input.layout, device: device,
            layer: site.name)
        let output = tensor(input.layout)
        append(forward, layer: site.name, [(DNNL_ARG_SRC, input), (DNNL_ARG_DST, output)], shows: (input.layout, output.layout))
        if site.isDifferentiated {
            onBackward { (gradient) throws(EngineError) in
                try self.appendEltwiseBackward(gradient, by: output, forward: forward, layer: site.name)
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
        try appendEltwiseBackward(gradient, by: value, forward: forward, layer: layer)
        return gradient
    }

    private func appendEltwiseBackward(
        _ gradient: ProgramTensor, by output: ProgramTensor, forward: PrimitiveDescriptor, layer: String
    ) throws(EngineError) {
        let descriptor = try PrimitiveDescriptor.eltwiseBackward(
            dnnl_eltwise_relu_use_dst_for_bwd, output.layout, forward: forward, device: device, layer: layer)
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
