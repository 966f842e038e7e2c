import Engine
import Network

extension SpatialDropout2D: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        guard let training = input.training else { return LayerOutput(values: input.values) { LayerGradient(input: $0) } }
        let (size, channels) = (input.node.input.count, input.node.input.extents[2])
        var drawn = [Float](repeating: 0, count: input.samples * channels)
        drawn.withUnsafeMutableBufferPointer {
            DropoutMask.fill($0, rate: rate, key: training.key, step: training.step, layer: training.layer)
        }
        let mask = input.values.indices.map { Double(drawn[$0 / size * channels + $0 % channels]) }
        return LayerOutput(values: zip(input.values, mask).map { $0 * $1 }) { gradient in
            LayerGradient(input: zip(gradient, mask).map { $0 * $1 })
        }
    }
}
