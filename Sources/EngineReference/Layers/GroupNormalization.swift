import Network

extension GroupNormalization: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        let shape = input.node.input
        let (count, channels, size) = (shape.count, shape.extents.last ?? 1, groupSize(for: shape))
        return .normalized(input, epsilon: epsilon, scale: scale, center: center) { index in
            index / count * (channels / size) + index % channels / size
        }
    }
}
