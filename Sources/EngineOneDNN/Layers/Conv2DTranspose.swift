import Engine
import Network

extension Conv2DTranspose: OneDNNLayer {
    /// The backward pass of a convolution by its source is the layer's forward pass, and that one's forward pass its backward pass.
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let convolution = convolutions(from: site.node.input, to: site.node.output)[0].convolution
        guard let kernel = site.parameter("kernel") else { throw .unsupported(layer: site.name, reason: "it has no kernel") }
        let readsSamples = site.readsSamples
        let plan = try ConvolutionPlan(
            convolution, builder, site, destination: readsSamples ? nil : input.layout,
            ConvolutionWants(bySource: true, byKernel: site.isTrained, isTransposed: true))
        let source =
            readsSamples
            ? try builder.reordered(input, to: plan.destination, layer: site.name, of: "samples")
            : try builder.appendAligned(
                input, to: plan.destination, layer: site.name, isDifferentiated: site.isDifferentiated && site.propagates)
        var bias: ProgramTensor?
        var output = try plan.appendSourceGradient(builder, site, gradient: source) { (layout) throws(EngineError) in
            let (weights, added) = try builder.weights(of: site, kernel: "kernel", stage, forward: layout)
            bias = added
            return weights
        }
        let finish = BiasKernel(grid: try ChannelGrid(output.layout, layer: site.name), parallel: builder.parallel)
        if bias != nil || stage.rectifies {
            finish.append(to: builder, layer: site.name, output, bias, rectifies: stage.rectifies)
        }
        if stage.rectifies { output.rectifier = Rectifier() }
        if site.isDifferentiated {
            builder.onBackward(keepsGradient: true) { [output] (gradient) throws(EngineError) in
                let isMasked = output.rectifier?.isTaken ?? true
                let gradient = isMasked ? gradient : try builder.maskGradient(gradient, by: output, layer: site.name)
                if site.isTrained {
                    try plan.appendKernelGradient(builder, site, source: gradient, gradient: source, kernel: kernel)
                    if let bias = site.parameter("bias") {
                        let sums = try finish.appendSums(to: builder, layer: site.name, of: gradient)
                        try builder.setGradient(bias, sums, layer: site.name)
                    }
                }
                guard site.propagates else { return nil }
                let weights = try builder.weights(kernel, as: plan.weights, layer: site.name)
                return try plan.appendForward(builder, site, source: gradient, weights: weights)
            }
        }
        return stage.rectifies ? output : try builder.activate(output, activation, at: site)
    }
}
