import Network

extension Conv2DTranspose: ReferenceLayer {
    /// Forward is the backward pass of the convolution that it transposes, and backward that one's forward pass.
    func forward(_ input: LayerInput) -> LayerOutput {
        let transposed = convolutions(from: input.node.input, to: input.node.output)[0].convolution
        let convolution = ReferenceConvolution(convolution: transposed, samples: input.samples)
        let (x, kernel, filters) = (input.values, input.parameters[0], filters)
        var values = convolution.sourceGradient(of: x, kernel: kernel)
        if useBias { values.add(input.parameters[1]) }
        return LayerOutput(values: values) { gradient in
            LayerGradient(
                input: convolution.outputs(of: gradient, kernel: kernel),
                parameters: [convolution.kernelGradient(of: gradient, gradient: x)]
                    + (useBias ? [gradient.summedRows(width: filters)] : []))
        }
    }
}
