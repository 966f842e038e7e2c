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

    /// A residual block whose layers are written in another order than Keras's.
    private func residual(_ second: [String] = ["b", "a"]) throws -> NetworkDefinition {
        func entry(_ name: String, _ layer: any Layer, _ inputs: [String]? = nil) throws -> NetworkDefinition.Entry {
            NetworkDefinition.Entry(name: name, layer: try #require(OneOf(layer)), inputs: inputs)
        }
        return try NetworkDefinition(
            input: Shape([4, 4, 3]),
            layers: [
                entry("a", Conv2D(filters: 2, kernelSize: [1, 1])),
                entry("c", Conv2D(filters: 2, kernelSize: [1, 1]), ["input"]),
                entry("b", Activation(.relu), ["c"]), entry("sum", Add(), second), entry("last", Flatten()),
            ])
    }

    @Test func layersReadLayersInTheOrderOfKeras() throws {
        let network = try residual()
        #expect(network.layers.map(\.name) == ["c", "b", "a", "sum", "last"])
        #expect(network.layers.map(\.sources) == [[-1], [0], [-1], [1, 2], [3]])
        #expect(network.readers == [[1], [3], [3], [4], []])
        #expect(!network.isChain)
        #expect(network.layers[3].inputs == [Shape([4, 4, 2]), Shape([4, 4, 2])])
        #expect(network.inputNames(of: network.layers[0]) == ["input"])
        #expect(network.parameters.map(\.name) == ["c/kernel", "c/bias", "a/kernel", "a/bias"])
    }

    @Test func aGraphReadsWhatItWrote() throws {
        let network = try residual()
        let data = try JSONEncoder().encode(network)
        #expect(try JSONDecoder().decode(NetworkDefinition.self, from: data) == network)
        // Only what does not read the layer before it says what it reads.
        let text = String(decoding: data, as: UTF8.self)
        #expect(text.components(separatedBy: "\"inputs\"").count == 3)
    }

    @Test(arguments: [
        (["b", "nobody"], "sum reads nobody, which is no layer"), (["a", "a"], "nothing reads b, and it is not the last layer"),
        (["b", "last"], "layers that wait for each other: last reads sum reads last"),
        (["a"], "nothing reads b, and it is not the last layer"),
        ([], "sum has no input"),
    ])
    func graphsThatAreNoneSayWhy(_ inputs: [String], _ message: String) throws {
        #expect {
            try residual(inputs)
        } throws: { ($0 as? NetworkDefinition.Misfit)?.error.message == message }
    }

    @Test func inputsThatDoNotMeetAreShownWithTheirShapes() throws {
        let shapes = [Shape([4, 4, 2]), Shape([4, 3, 2])]
        for layer in [Add(), Multiply(), Average(), Maximum(), Concatenate()] as [any Layer] {
            #expect {
                try layer.outputShape(joining: shapes)
            } throws: { ($0 as? ShapeError)?.message.hasSuffix("(4, 4, 2) and (4, 3, 2)") == true }
            #expect(throws: ShapeError.self) { try layer.outputShape(joining: [shapes[0]]) }
            #expect(throws: ShapeError.self) { try layer.outputShape(joining: [shapes[0], Shape([2])]) }
        }
        #expect(try Multiply().outputShape(joining: [Shape([4, 4, 2]), Shape([1, 1, 2])]) == Shape([4, 4, 2]))
        #expect(try Concatenate().outputShape(joining: [Shape([4, 4, 2]), Shape([4, 4, 3])]) == Shape([4, 4, 5]))
        #expect(throws: ShapeError.self) { try Flatten().outputShape(joining: shapes) }
    }
}
