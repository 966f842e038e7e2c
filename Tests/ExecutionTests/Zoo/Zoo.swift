import Experiment
import Foundation
import Network
import Plan
import Planning
import TestSupport
import Testing
import Weights

/// The backbones of `Experiments/models`, read from there as an experiment reads them.
enum Zoo {
    /// A model with the layer after which its top begins, and what keras.applications says of it.
    struct Member: Sendable, CustomTestStringConvertible {
        var name: String
        var end: String
        var hasTop: Bool

        /// The name in `Tests/Fixtures/zoo/layers.json`.
        var title: String { hasTop ? name + "_top" : name }
        var testDescription: String { title }
    }

    /// All that keras.applications has, with top and without.
    static let members: [Member] = [
        ("vgg16", "block5_pool"), ("resnet50", "conv5_block3_out"), ("resnet50_v2", "post_relu"), ("densenet121", "relu"),
        ("mobilenet_v2", "out_relu"), ("efficientnet_b0", "top_activation"),
    ].flatMap { [Member(name: $0.0, end: $0.1, hasTop: false), Member(name: $0.0, end: $0.1, hasTop: true)] }

    /// A layer of Keras.
    struct KerasLayer: Decodable, Hashable {
        var name: String
        var kind: String
        var output: [Int]
        var weights: [[Int]]

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            name = try list.decode(String.self)
            kind = try list.decode(String.self)
            output = try list.decode([Int].self)
            weights = try list.decode([[Int]].self)
        }

        init(_ node: LayerNode) {
            name = node.name
            kind = node.layer.name
            output = node.output.extents
            weights = node.parameters.map(\.shape)
        }
    }

    /// A model of Keras.
    struct KerasModel: Decodable {
        var parameters: Int
        var layers: [KerasLayer]
    }

    /// What keras.applications builds, by title.
    static let keras: [String: KerasModel] = (try? json("zoo/layers.json")) ?? [:]

    static func json<Value: Decodable>(_ path: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(contentsOf: Fixtures.url(path)))
    }

    /// The plan of an experiment that uses files of the zoo.
    ///
    /// - Parameters:
    ///   - files: Names in `Experiments/models`.
    ///   - text: The rest of the experiment.
    static func resolve(_ files: [String], _ text: String, probe: (any DataProbe)? = nil) throws -> Resolution {
        let folder = Fixtures.root.appendingPathComponent("Experiments/models").path
        let extends = files.map { "\(folder)/\($0).yaml" }.joined(separator: ", ")
        let composer = Composer(workingDirectory: "/x") { path in
            path == "/x/zoo.yaml" ? Array("assay: 1\nname: zoo\nextends: [\(extends)]\n\(text)".utf8) : try DiskReader.read(path)
        }
        let composition = composer.compose(file: "/x/zoo.yaml")
        #expect(composition.diagnostics == [])
        let (file, diagnostics) = ExperimentDecoder.decode(try #require(composition.document), environment: [:])
        #expect(diagnostics == [])
        return Planner.resolve(try #require(file), probe: probe, memory: nil)
    }

    /// The plan of a committed experiment.
    static func resolve(_ path: String, probe: any DataProbe) throws -> Resolution {
        let composition = Composer(workingDirectory: "/x").compose(file: path)
        #expect(composition.diagnostics == [])
        let (file, diagnostics) = ExperimentDecoder.decode(try #require(composition.document), environment: [:])
        #expect(diagnostics == [])
        return Planner.resolve(try #require(file), probe: probe, memory: nil)
    }

    /// A model, whole or up to a layer, for images of its own size or of another.
    static func network(_ name: String, until end: String? = nil, size: Int? = nil) throws -> NetworkDefinition {
        let use = end.map { "{use: \(name), until: \($0)}" } ?? name
        let side = size ?? 224
        let text =
            end == nil && size == nil
            ? "steps: [{build: {model: \(name), as: m}}]\n"
            : "models: {m: {input: [\(side), \(side), 3], layers: [{model: \(use)}]}}\nsteps: [{build: {model: m}}]\n"
        let resolution = try resolve([name], text)
        #expect(resolution.diagnostics.filter { $0.severity == .error } == [])
        return try #require(resolution.plan?.model("m")).network
    }

    /// A model as the fixture has it.
    static func network(_ member: Member) throws -> NetworkDefinition {
        try network(member.name, until: member.hasTop ? nil : member.end)
    }
}
