import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Weights

/// A functional model with a shortcut, alone and as a layer of another, as Keras saves it; see `Tests/Fixtures/weights/make_backbone.py`.
@Suite(.enabled(if: CommandReader.reader != nil, CommandReader.missing)) struct BackboneFileTests {
    /// The same network, its backbone's layers called with a prefix; with the head or without.
    private static func network(_ prefix: String, head: Bool) throws -> NetworkDefinition {
        func entry(_ name: String, _ layer: any Layer, _ inputs: [String]) throws -> NetworkDefinition.Entry {
            let names = inputs.map { $0 == "input" ? $0 : prefix + $0 }
            return NetworkDefinition.Entry(name: prefix + name, layer: try #require(OneOf<LayerFamily>(layer)), inputs: names)
        }
        var entries = [
            try entry("short", Conv2D(filters: 4, kernelSize: [1, 1]), ["input"]),
            try entry("conv", Conv2D(filters: 5, kernelSize: [3, 3], padding: .same, useBias: false), ["input"]),
            try entry("norm", BatchNormalization(), ["conv"]),
            try entry("depthwise", DepthwiseConv2D(kernelSize: [3, 3], padding: .same), ["norm"]),
            try entry("point", Conv2D(filters: 4, kernelSize: [1, 1]), ["depthwise"]),
            try entry("sum", Add(), ["short", "point"]), try entry("pool", GlobalAveragePooling2D(), ["sum"]),
        ]
        if head {
            entries.append(
                NetworkDefinition.Entry(name: "head", layer: try #require(OneOf<LayerFamily>(Dense(units: 2)))))
        }
        return try NetworkDefinition(input: Shape([6, 6, 3]), layers: entries)
    }

    /// Weight i has the values i + j / 64.
    private func check(_ values: [Tensor?], _ count: Int) {
        for (index, value) in values.prefix(count).enumerated() {
            #expect(value?.values == value?.values.indices.map { Float(index) + Float($0) / 64 })
            #expect(value != nil)
        }
        #expect(values.dropFirst(count).allSatisfy { $0 == nil })
    }

    private func match(_ name: String, _ network: NetworkDefinition, _ step: LoadWeightsStep) throws -> (WeightMatch, [Tensor?]) {
        let file = try CommandReader.load(fixture: name)
        let match = WeightMatch(WeightsIndex(file), named: name, to: network, as: step)
        return (match, match.values(of: file))
    }

    /// The backbone's file into the backbone.
    @Test(arguments: ["backbone.h5", "backbone.weights.h5"]) func alone(_ name: String) throws {
        let network = try Self.network("", head: false)
        let (match, values) = try match(name, network, WeightMatchTests.step(by: .order))
        #expect(match.refusal == nil)
        check(values, 11)
    }

    /// The backbone's file into a model that has it as a layer: only that model's layers count.
    @Test(arguments: ["backbone.h5", "backbone.weights.h5"]) func within(_ name: String) throws {
        let network = try Self.network("backbone/", head: true)
        let chosen = network.layers.map(\.name).filter { $0.hasPrefix("backbone/") }
        let (match, values) = try match(name, network, WeightMatchTests.step(by: .order, layers: chosen))
        #expect(match.refusal == nil)
        check(values, 11)
        // Without choosing, the head has no counterpart.
        let (whole, _) = try self.match(name, network, WeightMatchTests.step(by: .order))
        #expect(whole.refusal != nil)
    }

    /// The file of the whole into the whole: Keras counts the model within as one layer, and its layers for themselves.
    @Test(arguments: ["transfer.h5", "transfer.weights.h5"]) func whole(_ name: String) throws {
        let network = try Self.network("backbone/", head: true)
        #expect(network.kerasPaths().compactMap(\.self).first == "functional/layers/conv2d")
        let (match, values) = try match(name, network, WeightMatchTests.step(by: .order))
        #expect(match.refusal == nil)
        check(values, 13)
    }

    /// By name with the prefix or without, and only where the name is nobody else's.
    @Test func byName() throws {
        let network = try Self.network("backbone/", head: true)
        let (match, values) = try match("backbone.h5", network, WeightMatchTests.step(by: .name))
        #expect(match.refusal == nil)
        check(values, 11)
        let (again, same) = try self.match("transfer.h5", network, WeightMatchTests.step(by: .name))
        #expect(again.refusal == nil)
        check(same, 13)
        let names = try NetworkDefinition(
            input: Shape([2]),
            layers: ["a/x", "b/x", "a/y", "y"].map {
                NetworkDefinition.Entry(name: $0, layer: try #require(OneOf<LayerFamily>(Activation(.relu))))
            })
        #expect(names.namesInFiles() == [["a/x"], ["b/x"], ["a/y"], ["y"]])
        #expect(names.namesInFiles(for: ["a/x"]) == [["a/x", "x"], [], ["a/y", "y"], []])
        #expect(NetworkDefinition.model(of: ["a/b/c", "a/b/d/e"]) == "a/b/")
        #expect(NetworkDefinition.model(of: ["a/c", "b"]) == "")
        #expect(NetworkDefinition.model(of: []) == "")
    }

    /// Keras finds what Assay writes where it wrote it itself.
    @Test(arguments: ["weights.h5", "h5"]) func writtenAsKerasWouldHaveIt(_ ending: String) throws {
        let network = try Self.network("backbone/", head: true)
        let file = try CommandReader.load(fixture: "transfer.\(ending)")
        let values = WeightMatch(WeightsIndex(file), named: "w", to: network, as: WeightMatchTests.step(by: .order)).values(
            of: file)
        let folder = try TemporaryFolder()
        let path = folder.url.appendingPathComponent("w.\(ending)")
        try Data(NetworkWeights.bytes(of: network, values: values.compactMap(\.self), for: "w.\(ending)")).write(to: path)
        let written = try CommandReader.load(path.path)
        func layers(_ file: WeightsFile) -> [String: [[Float]]] {
            Dictionary(uniqueKeysWithValues: (file.layers ?? []).map { ($0.path ?? $0.name, $0.tensors.map(\.tensor.values)) })
        }
        #expect(layers(written) == layers(file))
        if ending == "h5" { #expect(written.layers?.map(\.name) == file.layers?.map(\.name)) }
    }
}
