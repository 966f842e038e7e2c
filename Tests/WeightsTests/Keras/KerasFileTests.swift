import Diagnostics
import Foundation
import Network
import TestSupport
import Testing
import Weights

/// The reader of the built command.
enum CommandReader {
    /// Nil where the command is not built.
    static let reader = BuiltCommand.url.map { WeightsReader(program: $0.path, silence: .seconds(30)) }
    static let missing: Comment = "there is no binary `assay` beside the tests: build it first (swift build --build-tests)"

    /// A file, read by the child process.
    static func load(_ path: String) throws -> WeightsFile { try WeightsFile.load(path, reader: reader) }

    static func load(fixture name: String) throws -> WeightsFile { try load(Fixtures.url("weights/keras/\(name)").path) }
}

/// Files of Keras in every layout, read by the command's child process.
@Suite(.enabled(if: CommandReader.reader != nil, CommandReader.missing)) struct KerasFileTests {
    /// The small network of the script: layers with weights, in the order of the model.
    private static let small: [(name: String, path: String, shapes: [[Int]])] = [
        ("conv", "conv2d", [[3, 3, 1, 2], [2]]), ("norm", "batch_normalization", [[2], [2], [2], [2]]),
        ("hidden", "dense", [[8, 3], [3]]), ("out", "dense_1", [[3, 2], [2]]),
    ]

    /// The values of the weight number `index` of a model, as the script sets them.
    private static func values(_ index: Int, _ shape: [Int]) -> [Float] {
        (0..<shape.reduce(1, *)).map { Float(index) + Float($0) / 64 }
    }

    /// That layers are those expected, with the values of the script, weights counted from `index` in the order of `expected`.
    private static func check(_ layers: [WeightsFile.Layer], _ expected: [(name: String, shapes: [[Int]])], from index: Int = 0) {
        #expect(layers.map(\.name) == expected.map(\.name))
        var index = index
        for (layer, expected) in zip(layers, expected) {
            #expect(layer.tensors.map(\.tensor.shape) == expected.shapes, "\(layer.name)")
            for (entry, shape) in zip(layer.tensors, expected.shapes) {
                #expect(entry.tensor.values == values(index, shape), "\(entry.name)")
                index += 1
            }
        }
    }

    @Test(arguments: [
        "keras224.h5", "keras224.legacy.h5", "tfkeras.h5", "tfkeras.legacy.h5", "keras3.h5", "keras3.legacy.h5",
    ])
    func legacy(_ name: String) throws {
        let file = try CommandReader.load(fixture: name)
        #expect(file.format == .kerasLegacy && file.metadata["backend"] == "tensorflow" && !file.flattensChannelsFirst)
        let version = name.hasPrefix("keras224") ? "2.2.4" : name.hasPrefix("tf") ? "2.21.0" : "3.15.1"
        #expect(file.metadata["keras_version"] == version)
        let layers = try #require(file.layers)
        Self.check(layers, Self.small.map { ($0.name, $0.shapes) })
        #expect(layers.allSatisfy { $0.path == nil })
        #expect(file.tensors == layers.flatMap(\.tensors))
        let kernel = name.hasPrefix("keras3") ? "conv/small/conv/kernel" : "conv/conv/kernel:0"
        #expect(file.tensors.first?.name == kernel)
    }

    /// Layers in the order of the model, and with their names, which tf.keras has in the configuration alone.
    @Test(arguments: ["keras3.keras", "tfkeras.keras"])
    func archive(_ name: String) throws {
        let file = try CommandReader.load(fixture: name)
        #expect(file.format == .kerasArchive && !file.flattensChannelsFirst)
        #expect(file.metadata == ["keras_version": name.hasPrefix("tf") ? "2.21.0" : "3.15.1"])
        let layers = try #require(file.layers)
        Self.check(layers, Self.small.map { ($0.name, $0.shapes) })
        #expect(layers.map(\.path) == Self.small.map(\.path))
        #expect(file.tensors.first?.name == "layers/conv2d/vars/0")
    }

    /// No order of the classes, but the paths that Keras looks for; no generator's state, no optimizer.
    @Test(arguments: ["keras3.weights.h5", "tfkeras.weights.h5"])
    func weightsAlone(_ name: String) throws {
        let file = try CommandReader.load(fixture: name)
        #expect(file.format == .kerasWeights && file.tensors.count == 10)
        let layers = try #require(file.layers)
        #expect(layers.map(\.path) == ["batch_normalization", "conv2d", "dense", "dense_1"])
        if name.hasPrefix("keras3") { #expect(layers.map(\.name) == ["norm", "conv", "hidden", "out"]) }
        let ordered = try Self.small.map { entry in try #require(layers.first { $0.path == entry.path }) }
        Self.check(ordered, zip(ordered, Self.small).map { ($0.name, $1.shapes) })
    }

    /// A model within the model: its layers, each with its weights, though the legacy layout puts the trainable ones first.
    @Test func nested() throws {
        let weights: [(String, [[Int]])] = [
            ("first", [[3, 3, 1, 2], [2]]), ("deep", [[3, 3, 2, 2], [2]]), ("deep_norm", [[2], [2], [2], [2]]),
            ("deeper", [[1, 1, 2, 1], [1]]), ("last", [[2, 2, 1, 1], [1]]),
        ]
        for name in ["nested.h5", "nested.keras"] {
            let layers = try #require(try CommandReader.load(fixture: name).layers)
            Self.check(layers, weights)
        }
        let layers = try #require(try CommandReader.load(fixture: "nested.weights.h5").layers)
        #expect(
            layers.map(\.path) == [
                "conv2d", "conv2d_1", "sequential/layers/batch_normalization", "sequential/layers/conv2d",
                "sequential/layers/conv2d_1",
            ])
    }

    /// A list of names that an attribute cannot hold.
    @Test func namesInParts() throws {
        let layers = try #require(try CommandReader.load(fixture: "long_names.h5").layers)
        Self.check(layers, [("dense", [[2, 3], [3]]), ("end", [[3, 1], [1]])])
    }

    @Test func channelsFirst() throws {
        let file = try CommandReader.load(fixture: "first.h5")
        #expect(file.flattensChannelsFirst)
        Self.check(try #require(file.layers), [("conv", [[3, 3, 1, 2], [2]]), ("out", [[32, 1], [1]])])
    }

    /// Each type of float in both orders of bytes, each storage; whole numbers are no weights.
    @Test func types() throws {
        let layers = try #require(try CommandReader.load(fixture: "types.h5").layers)
        let shapes = [[40, 30], [9, 5], [4], [], [0, 3]]
        Self.check(layers, [("types", Array(repeating: [2, 3], count: 6)), ("storage", shapes)])
        let brain = try CommandReader.load(fixture: "brain.weights.h5")
        Self.check(try #require(brain.layers), [("dense", [[2, 3], [3]])])
    }

    /// A count is a weight like others, though Keras keeps it as a whole number; the state of a generator is none.
    @Test(arguments: ["normalization.h5", "normalization.weights.h5"]) func counts(_ name: String) throws {
        let layers = try #require(try CommandReader.load(fixture: name).layers)
        let expected = [("norm", [[3], [3], []]), ("groups", [[3], [3]]), ("channels", [[3], [3]])]
        #expect(layers.count == expected.count)
        Self.check(try expected.map { entry in try #require(layers.first { $0.name == entry.0 }) }, expected)
    }

    /// What says at planning that a file is not there, or is something else, stays as it is.
    @Test func otherFiles() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("nothing of the kind", to: "model.h5")
        #expect(throws: Diagnostic.self) { try CommandReader.load(path) }
        #expect(throws: Diagnostic.self) { try CommandReader.load(folder.url.appendingPathComponent("absent.h5").path) }
        // A program without the verb reads none.
        do {
            _ = try WeightsFile.load(Fixtures.url("weights/keras/keras3.h5").path)
            Issue.record("read by whom?")
        } catch { #expect((error as Diagnostic).message.contains("no reader")) }
    }
}
