import Engine
import Network

extension GaussianNoise: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        var noise = [Float](repeating: 0, count: input.values.count)
        if let training = input.training {
            noise.withUnsafeMutableBufferPointer {
                NormalNoise.fill($0, deviation: stddev, key: training.key, step: training.step, layer: training.layer)
            }
        }
        return LayerOutput(values: zip(input.values, noise).map { $0 + Double($1) }) { LayerGradient(input: $0) }
    }
}
