import Network

extension Conv2D: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput { input.chain(of: self, useBias: useBias) }
}

extension LayerInput {
    /// The layer's convolutions, one after the other, then the bias.
    func chain(of layer: some ConvolutionLayer, useBias: Bool) -> LayerOutput {
        let steps = layer.convolutions(from: node.input, to: node.output)
            .map { ReferenceConvolution(convolution: $0.convolution, samples: samples) }
        var sources: [[Double]] = []
        var values = values
        for (step, kernel) in zip(steps, parameters) {
            sources.append(values)
            values = step.outputs(of: values, kernel: kernel)
        }
        if useBias, let bias = parameters.last { values.add(bias) }
        let (filters, parameters) = (node.output.extents[2], parameters)
        return LayerOutput(values: values) { [sources] gradient in
            var gradients = useBias ? [gradient.summedRows(width: filters)] : []
            var gradient = gradient
            for (index, step) in steps.enumerated().reversed() {
                gradients.insert(step.kernelGradient(of: sources[index], gradient: gradient), at: 0)
                gradient = step.sourceGradient(of: gradient, kernel: parameters[index])
            }
            return LayerGradient(input: gradient, parameters: gradients)
        }
    }
}
