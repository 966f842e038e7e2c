import Diagnostics
import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Weights

/// How the tensors of a file find the parameters of a network.
struct WeightMatchTests {
    /// One convolution, one normalization, one dense layer.
    static func network(_ names: [String] = ["conv2d", "relu", "norm", "flatten", "dense"], units: Int = 3) throws
        -> NetworkDefinition
    {
        let layers: [any Layer] = [
            Conv2D(filters: 2, kernelSize: [2, 2]), Activation(.relu), BatchNormalization(), Flatten(), Dense(units: units),
        ]
        return try chain(Shape([2, 2, 1]), Array(zip(names, layers)))
    }

    static func chain(_ input: Shape, _ layers: [(String, any Layer)]) throws -> NetworkDefinition {
        try NetworkDefinition(input: input, layers: layers.map { ($0.0, try #require(OneOf<LayerFamily>($0.1))) })
    }

    /// The parameter i, value j is i + j / 16, as in the fixture's script.
    static func values(_ network: NetworkDefinition) -> [Tensor] {
        network.parameters.enumerated().map { index, entry in
            var tensor = Tensor(shape: entry.parameter.shape, repeating: 0)
            for place in tensor.values.indices { tensor.values[place] = Float(index) + Float(place) / 16 }
            return tensor
        }
    }

    static func file(_ network: NetworkDefinition) throws -> WeightsFile {
        try SafeTensors.read(NetworkWeights.bytes(of: network, values: values(network)), file: "own")
    }

    static func step(
        by: LoadWeightsStep.Matching, mapping: [(String, String)] = [], layout: LoadWeightsStep.Layout? = nil,
        skipping: Bool = false, layers: [String]? = nil
    ) -> LoadWeightsStep {
        LoadWeightsStep(
            model: "m", from: .file(path: "/w.safetensors"), by: by,
            mapping: mapping.map { LoadWeightsStep.Counterpart(ours: $0, theirs: $1) }, layout: layout, skipMismatched: skipping,
            layers: layers)
    }

    private func match(_ file: WeightsFile, _ network: NetworkDefinition, _ step: LoadWeightsStep) -> WeightMatch {
        WeightMatch(WeightsIndex(file), named: "w.safetensors", to: network, as: step)
    }

    private func message(_ file: WeightsFile, _ network: NetworkDefinition, _ by: LoadWeightsStep.Matching) -> String? {
        guard let refusal = match(file, network, Self.step(by: by)).refusal else { return nil }
        #expect(refusal.id == "weights-mismatch")
        #expect(!refusal.help.isEmpty)
        return refusal.message
    }

    private func outcomes(_ match: WeightMatch, _ outcome: LoadReport.Outcome) -> [String] {
        match.report.entries.filter { $0.outcome == outcome }.compactMap { $0.parameter ?? $0.tensor }
    }

    /// Byte for byte what the script composed and the Python package accepted.
    @Test func bytes() throws {
        let network = try Self.network()
        let expected = [UInt8](try Data(contentsOf: Fixtures.url("weights/assay.safetensors")))
        #expect(NetworkWeights.bytes(of: network, values: Self.values(network)) == expected)
    }

    @Test(arguments: LoadWeightsStep.Matching.allCases)
    func everythingIsLoaded(_ by: LoadWeightsStep.Matching) throws {
        let network = try Self.network()
        let file = try Self.file(network)
        let match = match(file, network, Self.step(by: by))
        #expect(match.refusal == nil)
        #expect(match.values(of: file) == Self.values(network))
        #expect(match.report.entries.map(\.parameter) == network.parameters.map(\.name))
        #expect(
            match.report.entries.allSatisfy { $0.outcome == .loaded && $0.reason == nil && $0.tensorShape == $0.parameterShape })
        #expect(match.report.summary == "8 of 8 parameters loaded from /w.safetensors by \(by.rawValue)")
        // A network stands for the file that would be saved of it.
        #expect(WeightsIndex(of: network) == WeightsIndex(file))
    }

    // MARK: By order

    /// By order names do not matter.
    @Test func byOrderUnderOtherNames() throws {
        let other = try Self.network(["a", "b", "c", "d", "e"])
        let file = try Self.file(Self.network())
        let match = match(file, other, Self.step(by: .order))
        #expect(match.values(of: file) == Self.values(other))
        #expect(match.report.entries[0].tensor == "conv2d/kernel" && match.report.entries[0].parameter == "a/kernel")
    }

    @Test func shapesMustAgree() throws {
        let file = try Self.file(Self.network())
        for by in LoadWeightsStep.Matching.allCases {
            let match = match(file, try Self.network(units: 4), Self.step(by: by))
            let refusal = try #require(match.refusal)
            #expect(refusal.message == "2 parameters do not fit w.safetensors")
            #expect(refusal.help[0] == "dense/kernel has the shape (2, 4), and \"dense/kernel\" in the file has (2, 3)")
            #expect(refusal.help[1] == "dense/bias has the shape (4), and \"dense/bias\" in the file has (3)")
            #expect(outcomes(match, .refused) == ["dense/kernel", "dense/bias"])
        }
    }

    /// What does not fit stays as it is where the step says so, and only that.
    @Test func mismatchedOnesAreSkippedOnRequest() throws {
        let file = try Self.file(Self.network())
        for by in LoadWeightsStep.Matching.allCases {
            let match = match(file, try Self.network(units: 4), Self.step(by: by, skipping: true))
            #expect(match.refusal == nil)
            #expect(outcomes(match, .skipped) == ["dense/kernel", "dense/bias"])
            #expect(match.values(of: file).map { $0 == nil } == Array(repeating: false, count: 6) + [true, true])
            #expect(match.report.entries[6].reason == "another shape" && match.report.entries[6].tensorShape == [2, 3])
        }
        let alien = try Self.chain(Shape([9]), [("dense", Dense(units: 7))])
        let nothing = match(file, alien, Self.step(by: .name, skipping: true))
        #expect(nothing.refusal?.message == "nothing in w.safetensors fits")
    }

    @Test func countsMustAgree() throws {
        let file = try Self.file(Self.network())
        let short = try Self.chain(Shape([2]), [("dense", Dense(units: 3))])
        #expect(message(file, short, .order) == "w.safetensors has 3 layers with weights, and the network has 1")
        #expect(
            match(file, short, Self.step(by: .order)).refusal?.help.first
                == "they differ from layer 1 with weights on: the network has dense (2, 3) (3), and the file \"conv2d\" (2, 2, 1, 2) (2)"
        )
        // Another number of layers is no mismatch of a shape.
        #expect(match(file, short, Self.step(by: .order, skipping: true)).refusal != nil)
        #expect(message(file, short, .name) == nil)
        let unbiased = try Self.chain(
            Shape([2, 2, 1]),
            [
                ("a", Conv2D(filters: 2, kernelSize: [2, 2], useBias: false)), ("b", BatchNormalization()), ("f", Flatten()),
                ("c", Dense(units: 3)),
            ])
        #expect(message(file, unbiased, .order) == "a/kernel: \"conv2d\" of the file has 2 tensors, and a has 1 parameter")
        #expect(message(file, unbiased, .name) == "no tensor in w.safetensors has the name of a parameter of the network")
    }

    /// The chosen layers are filled from their own positions; the rest of the file may be anything.
    @Test func chosenLayersAlone() throws {
        let longer = try Self.chain(
            Shape([2, 2, 1]),
            [
                ("a", Conv2D(filters: 2, kernelSize: [2, 2])), ("b", BatchNormalization()), ("f", Flatten()),
                ("c", Dense(units: 5)),
                ("d", Dense(units: 2)),
            ])
        let file = try Self.file(Self.network())
        let match = match(file, longer, Self.step(by: .order, layers: ["a", "b"]))
        #expect(match.refusal == nil)
        #expect(outcomes(match, .loaded).allSatisfy { $0.hasPrefix("a/") || $0.hasPrefix("b/") })
        #expect(match.report.count(.loaded) == 6)
        let beyond = self.match(file, longer, Self.step(by: .order, layers: ["a", "d"]))
        #expect(beyond.refusal?.help.first == "d/kernel: the file has only 3 layers with weights")
    }

    /// Metadata that does not account for the tensors is no order.
    @Test(arguments: [
        nil, "", "[]", "no", "[\"conv2d\",\"norm\"]", "[\"conv2d\",\"norm\",\"dense\",\"dense\"]",
        "[\"conv2d\",\"norm\",\"dense\"]x",
    ])
    func orderMustBeKnown(_ layers: String?) throws {
        let network = try Self.network()
        let bytes = SafeTensors.write(
            zip(network.parameters, Self.values(network)).map { ($0.name, $1) }, metadata: layers.map { ["layers": $0] } ?? [:])
        let file = try SafeTensors.read(bytes, file: "own")
        #expect(message(file, network, .order)?.contains("does not say in which order") == true)
        #expect(message(file, network, .name) == nil)
    }

    /// Keras 3 looks for a layer by its class and number, whatever the order in the file and the names.
    @Test func byThePathsOfKeras() throws {
        let network = try Self.chain(
            Shape([4]), [("head", Dense(units: 3)), ("n", BatchNormalization()), ("tail", Dense(units: 2))])
        #expect(network.kerasPaths() == ["dense", "batch_normalization", "dense_1"])
        let values = Self.values(network)
        func layer(_ name: String, _ path: String, _ range: Range<Int>) -> WeightsFile.Layer {
            WeightsFile.Layer(
                name: name, path: path,
                tensors: range.map { WeightsFile.Entry(name: "layers/\(path)/vars/\($0 - range.lowerBound)", tensor: values[$0]) }
            )
        }
        let layers = [layer("x", "batch_normalization", 2..<6), layer("y", "dense", 0..<2), layer("z", "dense_1", 6..<8)]
        let file = WeightsFile(format: .kerasWeights, tensors: layers.flatMap(\.tensors), layers: layers)
        let match = match(file, network, Self.step(by: .order))
        #expect(match.refusal == nil)
        #expect(match.values(of: file) == values)
        // By name the layers' own names count, and their tensors by position.
        let named = self.match(file, network, Self.step(by: .name, mapping: [("head", "y"), ("n", "x"), ("tail", "z")]))
        #expect(named.values(of: file) == values)
        var short = file
        short.layers?.removeLast()
        let missing = self.match(short, network, Self.step(by: .order))
        #expect(missing.refusal?.help.first == "tail/kernel: the file has no layers/dense_1")
        #expect(self.match(short, network, Self.step(by: .order, skipping: true)).report.count(.loaded) == 6)
    }

    // MARK: By name

    /// By name the rest is left alone, and the report says so.
    @Test func byNameInPart() throws {
        let other = try Self.network(["conv2d", "relu", "other", "flatten", "dense"])
        let file = try Self.file(Self.network())
        let match = match(file, other, Self.step(by: .name))
        #expect(match.refusal == nil)
        #expect(outcomes(match, .loaded) == ["conv2d/kernel", "conv2d/bias", "dense/kernel", "dense/bias"])
        let statistics = ["gamma", "beta", "moving_mean", "moving_variance"]
        #expect(outcomes(match, .skipped) == statistics.map { "other/\($0)" } + statistics.map { "norm/\($0)" })
        #expect(
            match.report.summary
                == "4 of 8 parameters loaded from /w.safetensors by name, 4 left as they are, 4 tensors of the file not used")
        #expect(match.values(of: file)[0] == Self.values(other)[0])
    }

    /// TensorFlow's `:0`, names repeated by Keras 2, and models within models.
    @Test func namesAsKerasWritesThem() throws {
        let network = try Self.network()
        let values = Self.values(network)
        let names = network.parameters.map(\.name)
        func file(_ name: (String) -> String, layer: String) -> WeightsFile {
            let entries = zip(names, values).map { WeightsFile.Entry(name: name($0), tensor: $1) }
            return WeightsFile(format: .kerasLegacy, tensors: entries, layers: [.init(name: layer, tensors: entries)])
        }
        for name in [{ "\($0):0" }, { "model/\($0):0" }, { "\($0.split(separator: "/")[0])/\($0):0" }] as [(String) -> String] {
            let file = file(name, layer: "model")
            let match = match(file, network, Self.step(by: .name))
            #expect(match.values(of: file) == values)
            #expect(match.refusal == nil)
        }
        // Two tensors of one meaning are no tensor of it.
        var twice = file({ "a/\($0)" }, layer: "model")
        twice.tensors.append(WeightsFile.Entry(name: "b/conv2d/kernel", tensor: values[0]))
        #expect(outcomes(match(twice, network, Self.step(by: .name)), .loaded) == Array(names.dropFirst()))
    }

    @Test func aMapping() throws {
        let other = try Self.network(["a", "b", "c", "d", "e"])
        let file = try Self.file(Self.network())
        let mapping = [("a", "conv2d"), ("c/gamma", "norm/gamma"), ("e/bias", "dense/bias")]
        let match = match(file, other, Self.step(by: .name, mapping: mapping))
        #expect(outcomes(match, .loaded) == ["a/kernel", "a/bias", "c/gamma", "e/bias"])
        #expect(match.values(of: file)[7] == Self.values(other)[7])
        // A name that the step gives has to be there, whatever else is skipped.
        let wrong = [("a", "conv2"), ("c/gamma", "norm/gama")]
        let refusal = try #require(self.match(file, other, Self.step(by: .name, mapping: wrong, skipping: true)).refusal)
        #expect(refusal.message == "3 parameters do not fit w.safetensors")
        #expect(refusal.help[0] == "a/kernel: the file has no layer \"conv2\"; is \"conv2d\" meant?")
        #expect(refusal.help[2] == "c/gamma: the file has no tensor \"norm/gama\"; is \"norm/gamma\" meant?")
    }

    @Test func nearNamesAreSuggested() throws {
        let other = try Self.network(["conv2d_1", "relu", "batch_norm", "flatten", "head"])
        let refusal = try #require(match(try Self.file(Self.network()), other, Self.step(by: .name)).refusal)
        #expect(refusal.help.contains("is \"conv2d/kernel\" meant to be conv2d_1/kernel?"))
    }

    /// However many do not fit, a message stays a message.
    @Test func refusalsAreBounded() throws {
        let layers = (0..<40).map { ("dense_\($0)", Dense(units: 3)) }
        let wide = (0..<40).map { ("dense_\($0)", Dense(units: 4)) }
        let file = try Self.file(Self.chain(Shape([3]), layers))
        let refusal = try #require(match(file, try Self.chain(Shape([4]), wide), Self.step(by: .order)).refusal)
        #expect(refusal.message == "80 parameters do not fit w.safetensors")
        #expect(refusal.help.contains("and 68 more") && refusal.help.count < 20)
    }
}
