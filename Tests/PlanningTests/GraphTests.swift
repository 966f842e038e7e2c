import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Planning

/// Graphs as the language writes them, held to the same models built by Keras (`make_graphs.py`).
struct GraphTests {
    /// What Keras says of a model.
    private struct KerasModel: Decodable {
        struct Layer: Decodable, Equatable {
            var name: String
            var inputs: [String]
        }
        var layers: [Layer]
        var paths: [String: String]
        var parameters: Int
    }

    private static let models: [String: String] = [
        "residual": """
        models:
          m:
            blocks:
              conv_bn:
                parameters: {filters: required, kernel: 1, stride: 1}
                layers:
                  - Conv2D: {name: "${name}_conv", filters: "${filters}", kernel_size: "${kernel}", strides: "${stride}", padding: same}
                  - BatchNormalization: {name: "${name}_bn"}
              residual:
                parameters: {filters: required, out: required, stride: 1, shortcut: []}
                layers:
                  - parallel:
                      merge: Add
                      name: ${name}_add
                      paths:
                        - ${shortcut}
                        - - conv_bn: {name: "${name}_1", filters: "${filters}", stride: "${stride}"}
                          - Activation: {name: "${name}_1_relu", activation: relu}
                          - conv_bn: {name: "${name}_2", filters: "${filters}", kernel: 3}
                          - Activation: {name: "${name}_2_relu", activation: relu}
                          - conv_bn: {name: "${name}_3", filters: "${out}"}
                  - Activation: {name: "${name}_out", activation: relu}
            input: [16, 16, 3]
            layers:
              - Conv2D: {name: stem, filters: 4, kernel_size: 3, padding: same}
              - repeat:
                  over: {stage: 2..3, filters: [4, 6], out: [8, 12], stride: [1, 2], blocks: [2, 3]}
                  layers:
                    - residual:
                        name: conv${stage}_block1
                        filters: ${filters}
                        out: ${out}
                        stride: ${stride}
                        shortcut: [{conv_bn: {name: "conv${stage}_block1_0", filters: "${out}", stride: "${stride}"}}]
                    - repeat:
                        over: {block: "2..${blocks}"}
                        layers: [{residual: {name: "conv${stage}_block${block}", filters: "${filters}", out: "${out}"}}]
              - Flatten
              - Dense: {units: 2}
        """,
        "dense": """
        models:
          m:
            input: [8, 8, 3]
            layers:
              - Conv2D: {filters: 4, kernel_size: 1, padding: same}
              - repeat:
                  times: 3
                  layers:
                    - parallel:
                        merge: Concatenate
                        paths: [[], [BatchNormalization, {Conv2D: {filters: 2, kernel_size: 3, padding: same}}]]
              - Flatten
              - Dense: {units: 2}
        """,
        "named": """
        models:
          m:
            input: [8, 8, 3]
            layers:
              - Add: {name: both, inputs: [gated, a, side]}
              - Conv2D: {filters: 4, kernel_size: 1, padding: same, name: a, inputs: input}
              - Conv2D: {filters: 4, kernel_size: 1, padding: same, name: b}
              - Conv2D: {filters: 4, kernel_size: 1, padding: same, name: c}
              - Conv2D: {filters: 4, kernel_size: 1, padding: same, name: side, inputs: input}
              - Activation: {activation: sigmoid, name: gate}
              - Multiply: {name: gated, inputs: [c, gate]}
              - Maximum: {name: widest, inputs: [both, a]}
              - Average: {name: mean, inputs: [widest, c, a]}
              - Flatten
              - Dense: {units: 2}
        """,
        "nested": """
        blocks:
          conv: {parameters: {filters: 2, kernel: 1}, layers: [{Conv2D: {filters: "${filters}", kernel_size: "${kernel}", padding: same}}]}
        models:
          whole:
            input: [8, 8, 3]
            parameters: {filters: 4, outputs: required}
            layers:
              - conv: {filters: "${filters}", kernel: 3}
              - parallel:
                  merge: Add
                  paths:
                    - []
                    - - Conv2D: {filters: 4, kernel_size: 1, name: side_conv}
                      - BatchNormalization: {name: side_bn}
              - Conv2D: {filters: 2, kernel_size: 1, name: last}
              - Flatten
              - Dense: {units: "${outputs}", name: top}
          m:
            input: [8, 8, 3]
            layers:
              - Conv2D: {filters: 3, kernel_size: 1, name: before}
              - model: {use: whole, name: backbone, until: last, parameters: {outputs: 5}}
              - Conv2D: {filters: 3, kernel_size: 1, name: after}
              - Flatten: {name: rows}
              - Dense: {units: 2}
        """,
    ]

    private func network(_ name: String) throws -> NetworkDefinition {
        let text = try #require(Self.models[name])
        let plan = try Resolving("name: a\n\(text)\nsteps: [{build: {model: m}}]").plan()
        return try #require(plan.model("m")?.network)
    }

    @Test(arguments: models.keys.sorted()) func isTheGraphOfKeras(_ name: String) throws {
        let data = try Data(contentsOf: Fixtures.url("planning/graphs.json"))
        let keras = try #require(try JSONDecoder().decode([String: KerasModel].self, from: data)[name])
        let network = try network(name)
        let layers = network.layers.map { KerasModel.Layer(name: $0.name, inputs: network.inputNames(of: $0)) }
        #expect(layers == keras.layers)
        #expect(network.parameterCount == keras.parameters)
        // In a file each layer bears its own name, without those of the models around it.
        let paths = zip(network.kerasPaths().map { $0 ?? "" }, network.layers).filter { !$1.parameters.isEmpty }
        let names = paths.map { ($0, $1.name.split(separator: "/").last.map(String.init) ?? "") }
        #expect(Dictionary(names) { first, _ in first } == keras.paths)
    }

    @Test func selectorsReachEveryLayer() throws {
        let network = try network("nested")
        func chosen(_ selector: String) throws -> [String] {
            try LayerSelector.parse(selector).matches(in: network).map { network.layers[$0].name }
        }
        #expect(try chosen("backbone/*").count == 5)
        #expect(try chosen("backbone/side_bn") == ["backbone/side_bn"])
        #expect(try chosen("*/side_*") == ["backbone/side_conv", "backbone/side_bn"])
        #expect(try chosen("kind:Conv2D").count == 5)
        #expect(try chosen("[:2]") == ["before", "backbone/conv2d"])
    }

    @Test func aModelWithoutANameKeepsItsNames() throws {
        let text = """
            name: a
            models:
              base: {input: [8, 8, 3], layers: [{Conv2D: {filters: 2, kernel_size: 1}}, {Flatten: {name: rows}}]}
              m: {input: [4, 4, 1], layers: [{model: base}, {Dense: {units: 3}}, {Dense: {units: 2}}]}
            steps: [{build: {model: m}}]
            """
        let network = try #require(Resolving(text).plan().model("m")?.network)
        #expect(network.layers.map(\.name) == ["conv2d", "rows", "dense", "dense_1"])
        #expect(network.layers[0].input == Shape([4, 4, 1]))
        #expect(network.isChain)
    }

    /// The output of a model used is reached by the name of its use, and its layers by theirs.
    @Test func layersOfAModelAreInputs() throws {
        let text = """
            name: a
            models:
              base: {input: [8, 8, 3], layers: [{Conv2D: {filters: 2, kernel_size: 1, name: x}}, {Activation: {activation: relu, name: y}}]}
              m:
                input: [4, 4, 1]
                layers:
                  - model: {use: base, name: left}
                  - model: {use: base, name: right, inputs: input}
                  - Add: {inputs: [left, right, left/x]}
            steps: [{build: {model: m}}]
            """
        let network = try #require(Resolving(text).plan().model("m")?.network)
        #expect(network.inputNames(of: try #require(network.layers.last)) == ["left/y", "right/y", "left/x"])
        #expect(Set(network.layers.map(\.name)) == ["left/x", "left/y", "right/x", "right/y", "add"])
        #expect(network.kerasPaths().count == 5 && Set(network.kerasPaths()).count == 5)
        #expect(network.kerasPaths().contains("functional_1/layers/conv2d"))
    }

    /// What does not lead to `until` is left out, wherever it was written.
    @Test func aCutLeavesOutWhatDoesNotLeadThere() throws {
        let text = """
            name: a
            models:
              inner: {input: [8, 8, 3], layers: [{Activation: {activation: relu, name: x}}, {Activation: {activation: tanh, name: y}}]}
              base:
                input: [8, 8, 3]
                layers:
                  - Activation: {activation: relu, name: a}
                  - Activation: {activation: relu, name: side}
                  - model: {use: inner, name: deep, inputs: a}
                  - Add: {name: both, inputs: [side, deep]}
              m: {input: [8, 8, 3], layers: [{model: {use: base, name: b, until: deep/y}}, {model: {use: inner, name: c}}]}
            steps: [{build: {model: m}}]
            """
        let network = try #require(Resolving(text).plan().model("m")?.network)
        #expect(network.layers.map(\.name) == ["b/a", "b/deep/x", "b/deep/y", "c/x", "c/y"])
        #expect(
            network.kerasPaths().map { $0 ?? "" } == [
                "functional/layers/activation", "functional/layers/functional/layers/activation",
                "functional/layers/functional/layers/activation_1", "functional_1/layers/activation",
                "functional_1/layers/activation_1",
            ])
    }

    /// A file names the layers of a model within the model; a mapping leads from ours to its.
    @Test func aMappingReachesLayersOfAModelWithin() throws {
        let text = """
            name: a
            models:
              base: {input: [8, 8, 3], layers: [{Conv2D: {filters: 2, kernel_size: 1, name: x}}]}
              m: {input: [8, 8, 3], layers: [{model: {use: base, name: backbone}}, Flatten, {Dense: {units: 2, name: head}}]}
            steps:
              - build: {model: m}
              - load_weights: {model: m, from: w.h5, mapping: {"backbone/*": "*", "head/kernel": "fc/weight"}}
            """
        let step = try #require(Resolving(text).plan().steps.last?.action.kind as? LoadWeightsStep)
        #expect(step.mapping.map(\.ours) == ["backbone/x", "head/kernel"])
        #expect(step.mapping.map(\.theirs) == ["x", "fc/weight"])
    }
}
