import Network

extension ZeroPadding2D: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        let places = Self.places(
            small: input.node.input.extents, large: input.node.output.extents, top: padding[0][0], left: padding[1][0],
            samples: input.samples)
        var outputs = [Double](repeating: 0, count: input.samples * input.node.output.count)
        for (index, place) in places.enumerated() { outputs[place] = input.values[index] }
        return LayerOutput(values: outputs) { gradient in LayerGradient(input: places.map { gradient[$0] }) }
    }

    /// Where the values of a small image lie in a larger one.
    static func places(small: [Int], large: [Int], top: Int, left: Int, samples: Int) -> [Int] {
        (0..<samples * small[0] * small[1] * small[2]).map { index in
            let (channel, column) = (index % small[2], index / small[2] % small[1])
            let (row, sample) = (index / small[2] / small[1] % small[0], index / small[2] / small[1] / small[0])
            return ((sample * large[0] + row + top) * large[1] + column + left) * large[2] + channel
        }
    }
}
