import Diagnostics
import Foundation
import Network
import Plan
import TestSupport
import Testing
import Weights

/// A file of ours, and how its tensors find their layers.
struct WeightLoaderTests {
    private func network(_ names: [String] = ["conv2d", "relu", "norm", "flatten", "dense"], units: Int = 3) throws
        -> NetworkDefinition
    {
        let layers: [any Layer] = [
            Conv2D(filters: 2, kernelSize: [2, 2]), Activation(.relu), BatchNormalization(), Flatten(), Dense(units: units),
        ]
        return try NetworkDefinition(
            input: Shape([2, 2, 1]), layers: zip(names, layers).map { ($0, try #require(OneOf<LayerFamily>($1))) })
    }

    /// The parameter i, value j is i + j / 16, as in the fixture's script.
    private func values(_ network: NetworkDefinition) -> [Tensor] {
        network.parameters.enumerated().map { index, entry in
            var tensor = Tensor(shape: entry.parameter.shape, repeating: 0)
            for place in tensor.values.indices { tensor.values[place] = Float(index) + Float(place) / 16 }
            return tensor
        }
    }

    private func contents(_ network: NetworkDefinition) throws -> WeightsFile {
        try SafeTensors.read(NetworkWeights.bytes(of: network, values: values(network)), file: "own")
    }

    private func message(
        _ contents: WeightsFile, _ network: NetworkDefinition, _ by: LoadWeightsStep.Matching
    ) -> String? {
        do {
            _ = try WeightLoader.match(contents, file: "w.safetensors", to: network, by: by)
            return nil
        } catch {
            #expect(error.id == "weights-mismatch")
            #expect(!error.help.isEmpty)
            return error.message
        }
    }

    /// Byte for byte what the script composed and the Python package accepted.
    @Test func bytes() throws {
        let network = try network()
        let expected = [UInt8](try Data(contentsOf: Fixtures.url("weights/assay.safetensors")))
        #expect(NetworkWeights.bytes(of: network, values: values(network)) == expected)
    }

    @Test(arguments: LoadWeightsStep.Matching.allCases)
    func everythingIsLoaded(_ by: LoadWeightsStep.Matching) throws {
        let network = try network()
        let match = try WeightLoader.match(try contents(network), file: "own", to: network, by: by)
        #expect(match.values == values(network))
        #expect(match.report.loaded.map(\.parameter) == network.parameters.map(\.name))
        #expect(match.report.skipped.isEmpty && match.report.untouched.isEmpty)
    }

    /// By order names do not matter.
    @Test func byOrderUnderOtherNames() throws {
        let other = try network(["a", "b", "c", "d", "e"])
        let match = try WeightLoader.match(try contents(try network()), file: "own", to: other, by: .order)
        #expect(match.values == values(other))
        #expect(
            match.report.loaded.first == LoadReport.Loaded(tensor: "conv2d/kernel", parameter: "a/kernel", shape: [2, 2, 1, 2]))
    }

    /// By name the rest is left alone, and the report says so.
    @Test func byNameInPart() throws {
        let other = try network(["conv2d", "relu", "other", "flatten", "dense"])
        let match = try WeightLoader.match(try contents(try network()), file: "own", to: other, by: .name)
        #expect(match.report.loaded.map(\.tensor) == ["conv2d/kernel", "conv2d/bias", "dense/kernel", "dense/bias"])
        let statistics = ["gamma", "beta", "moving_mean", "moving_variance"]
        #expect(match.report.skipped == statistics.map { "norm/\($0)" })
        #expect(match.report.untouched == statistics.map { "other/\($0)" })
        let current = other.parameters.map { Tensor(shape: $0.parameter.shape, repeating: -1) }
        let applied = match.applied(to: current)
        #expect(Array(applied[2...5]) == Array(current[2...5]))
        #expect(applied[0] == values(other)[0])
    }

    @Test func shapesMustAgree() throws {
        let sentence = "dense/kernel has the shape (2, 4), and \"dense/kernel\" in w.safetensors has (2, 3)"
        #expect(message(try contents(try network()), try network(units: 4), .order) == sentence)
        #expect(message(try contents(try network()), try network(units: 4), .name) == sentence)
    }

    @Test func countsMustAgree() throws {
        let contents = try contents(try network())
        let short = try NetworkDefinition(input: Shape([2]), layers: [("dense", try #require(OneOf(Dense(units: 3))))])
        #expect(message(contents, short, .order) == "w.safetensors has 3 layers with weights, and the network has 1")
        #expect(message(contents, short, .name) == nil)
        let layers: [(String, any Layer)] = [
            ("a", Conv2D(filters: 2, kernelSize: [2, 2], useBias: false)), ("b", BatchNormalization()), ("f", Flatten()),
            ("c", Dense(units: 3)),
        ]
        let unbiased = try NetworkDefinition(
            input: Shape([2, 2, 1]), layers: layers.map { ($0.0, try #require(OneOf<LayerFamily>($0.1))) })
        #expect(message(contents, unbiased, .order) == "a has 1 parameters, and \"conv2d\" in w.safetensors has 2")
        #expect(message(contents, unbiased, .name) == "no tensor in w.safetensors has the name of a parameter of the network")
    }

    /// Metadata that does not account for the tensors is no order.
    @Test(arguments: [
        nil, "", "[]", "no", "[\"conv2d\",\"norm\"]", "[\"conv2d\",\"norm\",\"dense\",\"dense\"]",
        "[\"conv2d\",\"norm\",\"dense\"]x",
    ])
    func orderMustBeKnown(_ layers: String?) throws {
        let network = try network()
        var contents = try contents(network)
        contents.metadata["layers"] = layers
        #expect(message(contents, network, .order)?.contains("does not say in which order") == true)
        #expect(message(contents, network, .name) == nil)
    }
}
