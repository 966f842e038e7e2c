import Network
import Testing

@testable import EngineReference

struct MaxPooling2DTests {
    /// Among equal values the first in reading order wins, and the others get nothing.
    @Test func firstOfEqualValuesWins() throws {
        let layer = MaxPooling2D(poolSize: [2, 2])
        let node = LayerNode(
            name: "pool", layer: try #require(OneOf(layer)), input: Shape([2, 4, 1]),
            output: try layer.outputShape(for: Shape([2, 4, 1])))
        let result = layer.forward(
            LayerInput(values: [1, 3, 2, 2, 3, 3, 2, 2], samples: 1, node: node, parameters: [], training: nil))
        #expect(result.values == [3, 2])
        #expect(result.backward([5, 7]).input == [0, 5, 7, 0, 0, 0, 0, 0])
    }

    /// Padding never wins, not even over negative values.
    @Test func paddingNeverWins() throws {
        let layer = MaxPooling2D(poolSize: [3, 3], strides: [2, 2], padding: .same)
        let node = LayerNode(
            name: "pool", layer: try #require(OneOf(layer)), input: Shape([2, 2, 1]),
            output: try layer.outputShape(for: Shape([2, 2, 1])))
        let result = layer.forward(LayerInput(values: [-4, -3, -2, -5], samples: 1, node: node, parameters: [], training: nil))
        #expect(result.values == [-2])
    }
}
