import Diagnostics
import Network
import Plan
import Planning
import TestSupport
import Testing

@testable import Weights

/// What files of keras.applications, torchvision and timm would do to the zoo: names and shapes alone, of the whole networks.
@Suite struct ForeignNamesTests {
    /// A file with one content, whatever its path.
    private struct Probe: DataProbe {
        var index: WeightsIndex

        func probe(_ dataset: DatasetPlan, semantics: Semantics) -> DataProbeResult {
            .found(classes: ["NORMAL", "PNEUMONIA"], counts: [200, 300])
        }
        func weights(at path: String) throws(Diagnostic) -> WeightsIndex? { index }
    }

    /// The layouts in which Keras writes a model's weights.
    enum Layout: CaseIterable, Sendable {
        /// As Keras 2 did it, and the published files are.
        case legacy
        /// `.weights.h5`, by class and number.
        case weights
    }

    /// What keras.applications would save: every layer with weights in Keras's order, in the legacy layout under Keras 2's names.
    private static func index(_ title: String, _ layout: Layout) throws -> WeightsIndex {
        let model = try #require(Zoo.keras[title])
        var index = WeightsIndex(of: try NetworkDefinition(input: Shape([1]), layers: [NetworkDefinition.Entry]()))
        index.format = layout == .legacy ? .kerasLegacy : .kerasWeights
        index.layers = []
        var counts: [String: Int] = [:]
        for layer in model.layers {
            let stem = KerasNaming.snakeCase(layer.kind)
            let count = counts[stem, default: 0]
            counts[stem] = count + 1
            let path = count == 0 ? stem : "\(stem)_\(count)"
            // The count of Normalization is a whole number, which no reader takes for a weight.
            let shapes = layer.weights.filter { !$0.isEmpty }
            guard !shapes.isEmpty else { continue }
            let first = index.tensors.count
            for (number, shape) in shapes.enumerated() {
                let name =
                    layout == .weights
                    ? "layers/\(path)/vars/\(number)" : "\(layer.name)/\(layer.name)/\(word(layer.kind, shapes, number)):0"
                index.tensors.append(WeightsIndex.Tensor(name: name, shape: shape))
            }
            index.layers?.append(
                WeightsIndex.Layer(
                    name: layer.name, path: layout == .weights ? path : nil, tensors: Array(first..<index.tensors.count)))
        }
        return index
    }

    private static func word(_ kind: String, _ shapes: [[Int]], _ number: Int) -> String {
        switch kind {
        case "BatchNormalization": ["gamma", "beta", "moving_mean", "moving_variance"][number]
        case "Normalization": ["mean", "variance"][number]
        case "DepthwiseConv2D": ["depthwise_kernel", "bias"][number]
        default: ["kernel", "bias"][number]
        }
    }

    private func report(_ files: [String], _ text: String, _ index: WeightsIndex) throws -> LoadReport {
        let resolution = try Zoo.resolve(files, text, probe: Probe(index: index))
        #expect(resolution.diagnostics.filter { $0.severity == .error } == [])
        return try #require(resolution.loads["load_weights"])
    }

    private func names(_ entries: [LoadReport.Entry]) -> [String] { entries.map { $0.parameter ?? $0.tensor ?? "" } }

    /// Files with top and without into their models.
    @Test(arguments: Zoo.members, Layout.allCases) func kerasApplications(_ member: Zoo.Member, _ layout: Layout) throws {
        let use = member.hasTop ? member.name : "{use: \(member.name), until: \(member.end)}"
        for by in ["order", "name"] {
            let report = try report(
                [member.name],
                """
                models: {m: {input: [224, 224, 3], layers: [{model: \(use)}]}}
                steps: [{build: {model: m}}, {load_weights: {model: m, from: /w/file.h5, by: \(by)}}]
                """, Self.index(member.title, layout))
            let rest = report.entries.filter { $0.outcome != .loaded }
            #expect(names(rest) == (member.name == "efficientnet_b0" ? ["normalization/count"] : []))
        }
    }

    /// Into a model that is a layer of another: by name and by order, also from a file with top, and by name without choosing layers.
    @Test(arguments: ["layers: \"backbone/*\", by: name", "layers: \"backbone/*\"", "by: name"], Layout.allCases)
    func backbones(_ keys: String, _ layout: Layout) throws {
        for title in ["resnet50", "resnet50_top"] {
            let report = try report(
                ["resnet50"],
                """
                models:
                  m: {input: [64, 64, 3], layers: [{model: {use: resnet50, name: backbone, until: conv5_block3_out}},
                                                   GlobalAveragePooling2D, {Dense: {name: head, units: 2}}]}
                steps: [{build: {model: m}}, {load_weights: {model: m, from: /w/file.h5, \(keys)}}]
                """, Self.index(title, layout))
            let rest = names(report.entries.filter { $0.outcome != .loaded })
            #expect(rest.filter { $0.hasPrefix("head/") || $0.hasPrefix("backbone/") } == ["head/kernel", "head/bias"])
            #expect(rest.count == (title == "resnet50" ? 2 : 4))
        }
    }

    /// The experiment that begins with a file of keras.applications: what it loads, and what it trains when.
    @Test func theExperiment() throws {
        let url = Fixtures.root.appendingPathComponent("Experiments/xray-resnet50-transfer.yaml")
        let resolution = try Zoo.resolve(url.path, probe: Probe(index: Self.index("resnet50", .legacy)))
        #expect(resolution.diagnostics.filter { $0.severity != .lint } == [])
        let report = try #require(resolution.loads["load_weights"])
        #expect(names(report.entries.filter { $0.outcome != .loaded }) == ["head/kernel", "head/bias"])
        let plan = try #require(resolution.plan)
        let compiled = plan.steps.compactMap { $0.action.kind as? CompileStep }
        try #require(compiled.count == 2)
        let network = try #require(plan.model("model")).network
        let trained = compiled.map { step in network.layers.map(\.name).filter { !step.frozen.contains($0) } }
        #expect(trained[0].filter { $0.hasPrefix("backbone/") } == [])
        let convolutions = trained[1].filter { $0.hasPrefix("backbone/") && $0.hasSuffix("_conv") }
        #expect(convolutions.count == 10 && convolutions.allSatisfy { $0.hasPrefix("backbone/conv5_") })
    }

    /// What PyTorch's libraries have, through the committed maps.
    @Test(arguments: [
        ("resnet50.torchvision", "resnet50_torch", "resnet50_torch"), ("resnet50.timm", "resnet50_torch", "resnet50_torch"),
        ("resnet50.torchvision", "resnet50", "resnet50_torch"),
        ("vgg16.torchvision", "vgg16", "vgg16_torch"), ("vgg16.timm", "vgg16", "vgg16_timm"),
        ("densenet121.torchvision", "densenet121", "densenet121_torch"), ("densenet121.timm", "densenet121", "densenet121_torch"),
        ("mobilenet_v2.torchvision", "mobilenet_v2_torch", "mobilenet_v2_torch"),
        ("mobilenet_v2.timm", "mobilenet_v2_torch", "mobilenet_v2_timm"),
    ]) func torch(_ title: String, _ model: String, _ map: String) throws {
        let states: [String: [TorchTensor]] = try Zoo.json("zoo/torch.json")
        var index = WeightsIndex(of: try NetworkDefinition(input: Shape([1]), layers: [NetworkDefinition.Entry]()))
        index.tensors = try #require(states[title]).map { WeightsIndex.Tensor(name: $0.name, shape: $0.shape) }
        index.layers = nil
        index.looksLikeTorch = true
        let file = "weights/\(map.split(separator: "_").dropLast().joined(separator: "_")).torch"
        let text =
            "steps: [{build: {model: \(model)}}, {load_weights: {model: \(model), from: /w/model.safetensors, mapping: \(map)}}]"
        let report = try report([model, file], text, index)
        let rest = report.entries.filter { $0.outcome != .loaded }
        #expect(rest.filter { $0.parameter == nil && $0.tensor?.hasSuffix(".num_batches_tracked") != true } == [])
        // Keras's convolutions have a bias, those of PyTorch's ResNet have none: it stays zero, and the report says so.
        let biases = rest.filter { $0.parameter != nil }
        #expect(biases.count == (model == "resnet50" ? 53 : 0))
        #expect(
            biases.allSatisfy { $0.parameter?.hasSuffix("_conv/bias") == true && $0.reason?.hasSuffix("has no bias") == true })
    }

    /// The same into a backbone without its top, from the same map: entries for layers that are not there mean nothing.
    @Test func torchBackbone() throws {
        let states: [String: [TorchTensor]] = try Zoo.json("zoo/torch.json")
        var index = WeightsIndex(of: try NetworkDefinition(input: Shape([1]), layers: [NetworkDefinition.Entry]()))
        index.tensors = try #require(states["resnet50.timm"]).map { WeightsIndex.Tensor(name: $0.name, shape: $0.shape) }
        index.layers = nil
        index.looksLikeTorch = true
        let report = try report(
            ["resnet50_torch", "weights/resnet50.torch"],
            """
            models:
              m: {input: [64, 64, 3], layers: [{model: {use: resnet50_torch, name: backbone, until: avg_pool}}, {Dense: {name: head, units: 2}}]}
            steps: [{build: {model: m}}, {load_weights: {model: m, from: /w/model.safetensors, mapping: resnet50_torch}}]
            """, index)
        #expect(report.count(.loaded) == 265)
        #expect(
            names(report.entries.filter { $0.outcome != .loaded && $0.tensor?.hasSuffix("_tracked") != true }) == [
                "head/kernel", "head/bias", "fc.weight", "fc.bias",
            ])
    }

    private struct TorchTensor: Decodable {
        var name: String
        var shape: [Int]

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            name = try list.decode(String.self)
            shape = try list.decode([Int].self)
        }
    }
}
