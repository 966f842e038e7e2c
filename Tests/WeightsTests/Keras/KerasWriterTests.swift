import Diagnostics
import Foundation
import Network
import TestSupport
import Testing

@testable import Weights

/// Files that Keras is to load: laid out as Keras lays them out. (That it loads them, and predicts alike, `Scripts/check-keras-weights`
/// shows with a Keras.)
struct KerasWriterTests {
    /// The small network of the fixtures.
    static func small() throws -> NetworkDefinition {
        let layers: [(String, any Layer)] = [
            ("conv", Conv2D(filters: 2, kernelSize: [3, 3])), ("norm", BatchNormalization()), ("activation", Activation(.relu)),
            ("pool", MaxPooling2D()), ("flat", Flatten()), ("drop", Dropout(rate: 0.5)), ("hidden", Dense(units: 3)),
            ("out", Dense(units: 2)),
        ]
        return try NetworkDefinition(
            input: Shape([6, 6, 1]), layers: layers.map { ($0.0, try #require(OneOf<LayerFamily>($0.1))) })
    }

    /// The values of the fixtures' script.
    static func values(_ network: NetworkDefinition) -> [Tensor] {
        network.parameters.enumerated().map { index, entry in
            var tensor = Tensor(shape: entry.parameter.shape, repeating: 0)
            for place in tensor.values.indices { tensor.values[place] = Float(index) + Float(place) / 64 }
            return tensor
        }
    }

    private func written(_ name: String) throws -> [UInt8] {
        let network = try Self.small()
        return try NetworkWeights.bytes(of: network, values: Self.values(network), for: name)
    }

    /// Every group and dataset of a file with its attributes' texts, type, shape and values; a line each.
    private func lines(_ bytes: [UInt8]) throws -> [String] {
        try bytes.withUnsafeBytes { bytes in
            try HDF5Library.use {
                var lines: [String] = []
                func walk(_ group: HDF5Group) throws {
                    for attribute in ["layer_names", "weight_names", "name", "backend"] {
                        if let texts = try group.texts(attribute) { lines.append("\(group.path)[\(attribute)] \(texts)") }
                    }
                    for name in try group.names() {
                        if try group.hasGroup(name) {
                            lines.append(group.path(to: name))
                            try walk(try #require(try group.group(name)))
                        } else {
                            let dataset = try #require(try group.dataset(name))
                            var values = [UInt8](repeating: 0, count: dataset.byteCount)
                            try values.withUnsafeMutableBytes { try dataset.read(into: $0) }
                            lines.append("\(dataset.path) \(dataset.values) \(dataset.shape) \(values)")
                        }
                    }
                }
                try walk(HDF5Group(root: bytes))
                return lines
            }
        }
    }

    private func fixture(_ name: String) throws -> [String] {
        try lines([UInt8](Data(contentsOf: Fixtures.url("weights/keras/\(name)"))))
    }

    /// As tf.keras writes it, but for the group of weights that belong to no layer; and as Keras 2.2.4 did.
    @Test func legacy() throws {
        let ours = try lines(written("model.h5"))
        #expect(try written("model.hdf5") == written("model.h5"))
        #expect(try ours == fixture("tfkeras.legacy.h5").filter { !$0.hasPrefix("top_level_model_weights") })
        #expect(
            try ours.map { $0.replacing("activation", with: "activation_1").replacing("activation_1_1", with: "activation_1") }
                == fixture("keras224.legacy.h5"))
    }

    /// As Keras 3 writes it, but for the optimizer, the generators, and the model's own name.
    @Test func layers() throws {
        let ours = try lines(written("model.weights.h5"))
        let theirs = try fixture("keras3.weights.h5").filter { line in
            !line.hasPrefix("optimizer") && !line.hasPrefix("vars[") && !line.contains("seed_generator")
        }
        #expect(ours == theirs.map { $0.replacing("\"activation_1\"", with: "\"activation\"") })
        #expect(ours.contains { $0.contains("layers/dropout/vars[name] [\"drop\"]") })
    }

    /// Equal parameters are equal bytes, now and a second later.
    @Test(arguments: ["a.h5", "a.weights.h5", "a.safetensors"])
    func sameBytes(_ name: String) throws {
        let first = try written(name)
        usleep(1_100_000)
        #expect(try written(name) == first)
    }

    /// Names that take more than an attribute holds come in parts, which our reader and Keras's put together.
    @Test(.enabled(if: CommandReader.reader != nil, CommandReader.missing)) func manyLayers() throws {
        let names = (0..<900).map { "a_layer_with_a_name_that_is_longer_than_most_names_of_layers_are_in_networks_\($0)" }
        let network = try NetworkDefinition(
            input: Shape([1]), layers: names.map { ($0, try #require(OneOf<LayerFamily>(Dense(units: 1)))) })
        let folder = try TemporaryFolder()
        for name in ["many.h5", "many.weights.h5"] {
            let path = folder.url.appendingPathComponent(name).path
            let values = Self.values(network)
            try Data(NetworkWeights.bytes(of: network, values: values, for: name)).write(to: URL(fileURLWithPath: path))
            let layers = try #require(try CommandReader.load(path).layers)
            #expect(layers.map(\.name) == names)
            #expect(layers.flatMap { $0.tensors.map(\.tensor) } == values)
        }
    }

    /// A network without weights, and one whose layers are those of a model within it: one group, as Keras has it.
    @Test func oddNetworks() throws {
        let layers: [(String, any Layer)] = [("block/flat", Flatten()), ("block/dense", Dense(units: 1))]
        let network = try NetworkDefinition(
            input: Shape([1, 1, 2]), layers: layers.map { ($0.0, try #require(OneOf<LayerFamily>($0.1))) })
        let found = try lines(NetworkWeights.bytes(of: network, values: Self.values(network), for: "a.h5"))
        #expect(found.contains { $0.hasPrefix("block/dense/kernel:0 ") })
        let empty = try NetworkDefinition(
            input: Shape([1, 1, 2]), layers: [("flat", try #require(OneOf<LayerFamily>(Flatten())))])
        #expect(try lines(NetworkWeights.bytes(of: empty, values: [], for: "a.h5")).contains("flat[weight_names] []"))
    }
}
