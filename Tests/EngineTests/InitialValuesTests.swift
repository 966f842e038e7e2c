import Engine
import Network
import Randomness
import Testing

struct InitialValuesTests {
    private let key = RandomKey(seed: 1)

    /// The notebook's first convolution: fans 27 and 576, limit 0.099751 (Keras, run).
    @Test func glorotUniform() {
        let layer = Conv2D(filters: 64, kernelSize: [3, 3])
        let kernel = layer.parameters(for: Shape([150, 150, 3]))[0]
        let values = InitialValues.draw(kernel, key: key).values.map { Double($0) }
        let limit = 0.099751
        #expect(values.count == 1728)
        #expect(values.allSatisfy { abs($0) <= limit + 1e-6 })
        // Mean 0 with a standard error of limit / sqrt(3 n), variance limit² / 3 with one of limit² sqrt(4 / 45 / n).
        let mean = values.reduce(0, +) / 1728
        let variance = values.reduce(0) { $0 + $1 * $1 } / 1728
        #expect(abs(mean) < 4 * limit / (3.0 * 1728).squareRoot())
        #expect(abs(variance - limit * limit / 3) < 4 * limit * limit * (4.0 / 45 / 1728).squareRoot())
        #expect(Set(values).count > 1700)
    }

    @Test func zerosAndOnes() {
        let parameters = BatchNormalization().parameters(for: Shape([4, 4, 2]))
        #expect(parameters.map { InitialValues.draw($0, key: key).values } == [[1, 1], [0, 0], [0, 0], [1, 1]])
    }

    /// A layer's values depend on its place and the key, and not on the layers after it.
    @Test func eachParameterHasItsOwnKey() throws {
        let layers = [Flatten(), Dense(units: 3), Dense(units: 3), Dense(units: 3)] as [any Layer]
        func network(_ count: Int) throws -> NetworkDefinition {
            try NetworkDefinition(
                input: Shape([1, 1, 3]),
                layers: layers.prefix(count).enumerated().map { ("layer_\($0)", try #require(OneOf<LayerFamily>($1))) })
        }
        let long = InitialValues.draw(try network(4), key: key)
        #expect(Array(long.prefix(4)) == InitialValues.draw(try network(3), key: key))
        #expect(long[0] != long[2])
        #expect(long[0] != InitialValues.draw(try network(4), key: RandomKey(seed: 2))[0])
    }
}
