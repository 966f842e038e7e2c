import Foundation
import Network
import Testing

@Suite struct NetworkDefinitionTests {
    private func network(_ input: [Int], _ layers: [any Layer]) throws(NetworkDefinition.Misfit) -> NetworkDefinition {
        let named = layers.enumerated().compactMap { index, layer in
            OneOf<LayerFamily>(layer).map { (name: "layer_\(index)", layer: $0) }
        }
        return try NetworkDefinition(input: Shape(input), layers: named)
    }

    private func misfit(_ input: [Int], _ layers: [any Layer]) -> NetworkDefinition.Misfit? {
        do {
            _ = try network(input, layers)
            return nil
        } catch { return error }
    }

    @Test func aLayerThatDoesNotFitIsNamedByItsIndex() throws {
        let misfit = try #require(
            self.misfit(
                [8, 8, 3], [Conv2D(filters: 2, kernelSize: [3, 3]), MaxPooling2D(), Conv2D(filters: 2, kernelSize: [5, 5])]))
        #expect(misfit.index == 2)
        #expect(misfit.error.message == "Conv2D has a window of 5 but its input has a height of only 3")
    }

    @Test func denseWithoutFlattenSaysSo() throws {
        let misfit = try #require(self.misfit([8, 8, 3], [Dense(units: 2)]))
        #expect(misfit.index == 0)
        #expect(misfit.error.help == ["put Flatten before it"])
    }

    @Test func convolutionAfterFlattenSaysSo() throws {
        let misfit = try #require(self.misfit([8, 8, 3], [Flatten(), Conv2D(filters: 2, kernelSize: [1, 1])]))
        #expect(misfit.index == 1)
        #expect(misfit.error.help == ["move Conv2D before Flatten and Dense"])
    }

    @Test(arguments: [[0, 8, 3], [-1, 8, 3], [], [1 << 16, 1 << 16, 3]]) func inputsBeyondReasonAreRefused(_ input: [Int]) throws
    {
        #expect(try #require(self.misfit(input, [Flatten()])).index == -1)
    }

    @Test func parametersBeyondWhatCanBeAddressedAreRefused() throws {
        let misfit = try #require(self.misfit([150, 150, 64], [Flatten(), Dense(units: 2_000)]))
        #expect(misfit.index == 1)
        #expect(misfit.error.message.contains("(1440000, 2000)"))
        #expect(try #require(self.misfit([150, 150, 3], [Conv2D(filters: 1_000_000, kernelSize: [1, 1])])).index == 0)
    }

    @Test func namesAreUnique() throws {
        let flatten = try #require(OneOf<LayerFamily>(Flatten()))
        #expect(throws: NetworkDefinition.Misfit.self) {
            try NetworkDefinition(input: Shape([2, 2, 1]), layers: [("a", flatten), ("a", flatten)])
        }
    }

    @Test func parametersComeInTheOrderOfLayersUnderBothNames() throws {
        let network = try network([4, 4, 1], [Conv2D(filters: 2, kernelSize: [3, 3]), BatchNormalization()])
        #expect(
            network.parameters.map(\.name) == [
                "layer_0/kernel", "layer_0/bias", "layer_1/gamma", "layer_1/beta", "layer_1/moving_mean",
                "layer_1/moving_variance",
            ])
        #expect(network.parameters.map(\.layer) == [0, 0, 1, 1, 1, 1])
    }

    @Test func aNetworkReadsWhatItWrote() throws {
        let network = try network(
            [9, 9, 3], [Conv2D(filters: 2, kernelSize: [3, 3]), Activation(.relu), Flatten(), Dense(units: 2)])
        #expect(try JSONDecoder().decode(NetworkDefinition.self, from: JSONEncoder().encode(network)) == network)
    }

    @Test func aNetworkWithFalseShapesIsNotRead() throws {
        var network = try network([9, 9, 3], [Conv2D(filters: 2, kernelSize: [3, 3])])
        network.layers[0].output = Shape([1, 1, 1])
        let data = try JSONEncoder().encode(network)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(NetworkDefinition.self, from: data) }
    }

    @Test func flopsCountTwoForEachProduct() throws {
        // 7 x 7 positions, 4 filters, 3 x 3 windows of 3 channels; then 196 inputs to 5 units.
        let network = try network([9, 9, 3], [Conv2D(filters: 4, kernelSize: [3, 3]), Flatten(), Dense(units: 5)])
        #expect(network.flops == 2 * (7 * 7 * 4 * 3 * 3 * 3) + 2 * (196 * 5))
    }
}
