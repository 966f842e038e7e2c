import Engine
import Network

extension ProgramBuilder {
    /// Appends the convolutions of a layer, one after the other, and its activation, by oneDNN's primitives.
    func appendConvolutions(
        of layer: some ConvolutionLayer, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let steps = layer.convolutions(from: site.node.input, to: site.node.output)
        var value = input
        for (index, step) in steps.enumerated() {
            let isFirst = index == 0
            value = try append(
                step.convolution, step.kernel, at: site, index == steps.count - 1 ? stage : nil, value,
                readsSamples: isFirst && site.index == 0, propagates: isFirst ? site.propagates : true)
        }
        return stage.rectifies ? value : try activate(value, layer.activation, at: site)
    }

    /// - Parameters:
    ///   - stage: What follows; nil where another convolution of the layer does.
    ///   - propagates: Whether what is below needs a gradient.
    private func append(
        _ convolution: Convolution, _ name: String, at site: Site, _ stage: Stage?, _ input: ProgramTensor, readsSamples: Bool,
        propagates: Bool
    ) throws(EngineError) -> ProgramTensor {
        guard let kernel = site.parameter(name) else { throw .unsupported(layer: site.name, reason: "it has no \(name)") }
        let bias = stage == nil ? nil : site.parameter("bias")
        let rectifies = stage?.rectifies ?? false
        let plan = try ConvolutionPlan(
            convolution, self, site, source: readsSamples ? nil : input.layout,
            ConvolutionWants(
                hasBias: bias != nil || stage?.folded != nil, rectifies: rectifies,
                bySource: site.isDifferentiated && propagates, byKernel: site.isTrained))
        let source =
            readsSamples
            ? try reordered(input, to: plan.source, layer: site.name, of: "samples")
            : try appendAligned(
                input, to: plan.source, layer: site.name, isDifferentiated: site.isDifferentiated && propagates)
        let (weights, added) = try weights(of: site, kernel: name, stage, forward: plan.weights)
        var output = try plan.appendForward(self, site, source: source, weights: weights, bias: added)
        if rectifies { output.rectifier = Rectifier() }
        if site.isDifferentiated {
            onBackward { [output] (gradient) throws(EngineError) in
                var gradient = gradient
                if let rectifier = output.rectifier, !rectifier.isTaken {
                    gradient = try self.maskGradient(gradient, by: output, layer: site.name)
                }
                if site.isTrained {
                    try plan.appendKernelGradient(
                        self, site, source: source, gradient: gradient, kernel: kernel, bias: bias)
                }
                guard propagates else { return nil }
                return try plan.appendSourceGradient(self, site, gradient: gradient) { (layout) throws(EngineError) in
                    try self.weights(kernel, as: layout, layer: site.name)
                }
            }
        }
        return output
    }
}
