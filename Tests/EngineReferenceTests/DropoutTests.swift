import Engine
import Network
import Randomness
import Testing

@testable import EngineReference

struct DropoutTests {
    private func input(_ values: [Double], step: Int?) throws -> LayerInput {
        let shape = Shape([values.count])
        let node = LayerNode(name: "dropout", layer: try #require(OneOf(Dropout(rate: 0.25))), input: shape, output: shape)
        let training = step.map {
            LayerInput.Training(semantics: Semantics(.keras3), frozen: false, key: RandomKey(seed: 9), step: $0, layer: 6)
        }
        return LayerInput(values: values, samples: 1, node: node, parameters: [], training: training)
    }

    /// Forward and backward multiply by the mask that every engine shares; inference leaves values alone.
    @Test func multipliesByTheSharedMask() throws {
        let values = (0..<50).map { Double($0) + 1 }
        var mask = [Float](repeating: 0, count: 50)
        mask.withUnsafeMutableBufferPointer { DropoutMask.fill($0, rate: 0.25, key: RandomKey(seed: 9), step: 4, layer: 6) }
        let result = Dropout(rate: 0.25).forward(try input(values, step: 4))
        #expect(result.values == zip(values, mask).map { $0 * Double($1) })
        #expect(result.backward(values).input == result.values)
        #expect(result.values.contains(0))
        #expect(Dropout(rate: 0.25).forward(try input(values, step: nil)).values == values)
    }
}
