import Network

extension GlobalAveragePooling2D: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        let (size, channels) = (input.node.input.count, input.node.input.extents[2])
        let places = Double(size / channels)
        var outputs = [Double](repeating: 0, count: input.samples * channels)
        for (index, value) in input.values.enumerated() { outputs[index / size * channels + index % channels] += value / places }
        return LayerOutput(values: outputs) { gradient in
            LayerGradient(
                input: (0..<gradient.count / channels * size).map { gradient[$0 / size * channels + $0 % channels] / places })
        }
    }
}
