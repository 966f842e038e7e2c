import Engine
import Network

extension Dropout: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        guard let training = input.training else { return LayerOutput(values: input.values) { LayerGradient(input: $0) } }
        var drawn = [Float](repeating: 0, count: input.values.count)
        drawn.withUnsafeMutableBufferPointer {
            DropoutMask.fill(
                $0, of: input.node.input, for: self, key: training.key, step: training.step, layer: training.layer)
        }
        let mask = drawn.map { Double($0) }
        return LayerOutput(values: zip(input.values, mask).map { $0 * $1 }) { gradient in
            LayerGradient(input: zip(gradient, mask).map { $0 * $1 })
        }
    }
}
