import Foundation
import Network
import Plan
import TestSupport
import Testing

/// The architectures of `Experiments/models` beside keras.applications 3.15.1, without computing anything.
@Suite struct ZooTests {
    /// The number of weights, to the last one.
    @Test(arguments: Zoo.members) func weights(_ member: Zoo.Member) throws {
        let keras = try #require(Zoo.keras[member.title])
        #expect(try Zoo.network(member).parameters.reduce(0) { $0 + $1.parameter.count } == keras.parameters)
    }

    /// Names, kinds, shapes of outputs and weights, in the order of `model.layers`.
    @Test(arguments: Zoo.members) func layers(_ member: Zoo.Member) throws {
        let keras = try #require(Zoo.keras[member.title])
        let ours = try Zoo.network(member).layers.map { Zoo.KerasLayer($0) }
        #expect(ours.count == keras.layers.count)
        for (our, their) in zip(ours, keras.layers) { #expect(our == their) }
    }

    /// Figures that are known from elsewhere.
    @Test func knownCounts() {
        #expect(Zoo.keras["vgg16_top"]?.parameters == 138_357_544)
        #expect(Zoo.keras["resnet50_top"]?.parameters == 25_636_712)
        #expect(Zoo.keras["resnet50_v2_top"]?.parameters == 25_613_800)
        #expect(Zoo.keras["densenet121_top"]?.parameters == 8_062_504)
        #expect(Zoo.keras["mobilenet_v2_top"]?.parameters == 3_538_984)
        #expect(Zoo.keras["efficientnet_b0_top"]?.parameters == 5_330_571)
    }

    /// The paper's network has 340,908 connections and 60,000 weights with its sparse C3; with a full one, 61,706.
    @Test func lenet() throws {
        let network = try Zoo.network("lenet5")
        #expect(network.parameters.reduce(0) { $0 + $1.parameter.count } == 61706)
        #expect(
            network.layers.map(\.output.extents) == [
                [28, 28, 6], [14, 14, 6], [10, 10, 16], [5, 5, 16], [1, 1, 120], [120], [84], [10],
            ])
    }

    /// What PyTorch computes: torchvision's counts of trainable weights.
    @Test(arguments: [("resnet50_torch", 25_557_032), ("mobilenet_v2_torch", 3_504_872)]) func variants(
        _ name: String, _ count: Int
    ) throws {
        let network = try Zoo.network(name)
        #expect(network.parameters.reduce(0) { $0 + ($1.parameter.role == .trainable ? $1.parameter.count : 0) } == count)
        #expect(network.output.extents == [1000])
    }

    /// Each fits on a page or two beside its paper's table.
    @Test func theyAreShort() throws {
        for (name, lines) in [
            ("vgg16", 30), ("resnet50", 60), ("resnet50_v2", 80), ("densenet121", 60), ("mobilenet_v2", 80),
            ("efficientnet_b0", 130),
        ] {
            let url = Fixtures.root.appendingPathComponent("Experiments/models/\(name).yaml")
            #expect(try String(contentsOf: url, encoding: .utf8).split(separator: "\n").count <= lines)
        }
    }
}
