import Network

extension GlobalMaxPooling2D: ReferenceLayer {
    /// Equal largest values share the gradient, as in TensorFlow's `reduce_max`.
    func forward(_ input: LayerInput) -> LayerOutput {
        let (size, channels, values) = (input.node.input.count, input.node.input.extents[2], input.values)
        func place(_ index: Int) -> Int { index / size * channels + index % channels }
        var outputs = [Double](repeating: -.infinity, count: input.samples * channels)
        for (index, value) in values.enumerated() { outputs[place(index)] = max(outputs[place(index)], value) }
        return LayerOutput(values: outputs) { [outputs] gradient in
            var winners = [Double](repeating: 0, count: outputs.count)
            for (index, value) in values.enumerated() where value == outputs[place(index)] { winners[place(index)] += 1 }
            return LayerGradient(
                input: values.enumerated().map { index, value in
                    value == outputs[place(index)] ? gradient[place(index)] / winners[place(index)] : 0
                })
        }
    }
}
