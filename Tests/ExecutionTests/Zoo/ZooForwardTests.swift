import Engine
import EngineOneDNN
import EngineReference
import Network
import Randomness
import TestSupport
import Testing

/// The zoo a sixteenth as wide, on 8 images of 64 x 64, beside keras.applications (`Tests/Fixtures/zoo/make_forward.py`). In full size:
/// `Scripts/check-backbones`.
@Suite struct ZooForwardTests {
    private static let members = [
        ("vgg16", "block5_pool"), ("resnet50", "conv5_block3_out"), ("resnet50_v2", "post_relu"), ("densenet121", "relu"),
        ("mobilenet_v2", "out_relu"), ("efficientnet_b0", "top_activation"),
    ]
    private static let engines: [any Engine] = [ReferenceEngine(), FastEngine(threads: 2)]
    private static let (count, size) = (8, 64)

    @Test(arguments: members, engines.indices) func outputsAreThoseOfKeras(_ member: (name: String, end: String), _ engine: Int)
        throws
    {
        let expected = try NPY(fixture: "zoo/forward_\(member.name).npy")
        let network = try narrow(Zoo.network(member.name, until: member.end, size: Self.size))
        let session = try Self.engines[engine].makeSession(
            network: network, semantics: Semantics(.keras3), key: RandomKey(seed: 0))
        try session.setParameters(network.parameters.enumerated().map { stream, entry in value(entry, in: network, stream + 1) })
        let images = uniform(0, Self.count * Self.size * Self.size * 3).map { Float(($0 * 256).rounded(.down)) }
        let isRaw = member.name == "efficientnet_b0"
        let outputs = try session.predict(
            EngineBatch(count: Self.count, inputs: isRaw ? images : images.map { $0 / 128 - 1 }, targets: []))
        #expect(outputs.count == expected.values.count)
        let largest = expected.floats.reduce(Float(0)) { max($0, abs($1)) }
        let worst = zip(outputs, expected.floats).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(worst <= 1e-4 * largest, "\(worst / largest)")
    }

    /// Every number of filters divided by 16, and at least 2.
    private func narrow(_ network: NetworkDefinition) throws -> NetworkDefinition {
        func narrow(_ count: Int) -> Int { max(2, count / 16) }
        let entries = try network.layers.map { node in
            var kind: any Kind = node.layer.kind
            if var layer = kind as? Conv2D {
                layer.filters = narrow(layer.filters)
                kind = layer
            } else if var layer = kind as? Reshape, let last = layer.targetShape.last {
                layer.targetShape = [1, 1, narrow(last)]
                kind = layer
            }
            return NetworkDefinition.Entry(
                name: node.name, layer: try #require(OneOf<LayerFamily>(kind)), inputs: network.inputNames(of: node))
        }
        return try NetworkDefinition(input: network.input, layers: entries)
    }

    /// A weight of the formula: the range that its name has, filled by a stream of its own.
    private func value(
        _ entry: (name: String, layer: Int, parameter: Parameter), in network: NetworkDefinition, _ stream: Int
    ) -> Tensor {
        let shape = entry.parameter.shape
        var range = -0.1...0.1
        switch entry.parameter.name {
        case "gamma", "moving_variance", "variance": range = 0.5...1.5
        case "mean": range = 0...1
        case "count": range = 0...0
        case "kernel":
            let isDepthwise = network.layers[entry.layer].layer.kind is DepthwiseConv2D
            let high = (6 / Double(shape.prefix(isDepthwise ? 2 : shape.count - 1).reduce(1, *))).squareRoot()
            range = -high...high
        default: break
        }
        var tensor = Tensor(shape: shape, repeating: 0)
        let numbers = uniform(stream, tensor.values.count)
        tensor.values = numbers.map { Float(range.lowerBound + (range.upperBound - range.lowerBound) * $0) }
        return tensor
    }

    /// Numbers from 0 to below 1, as `uniform` of the script.
    private func uniform(_ stream: Int, _ count: Int) -> [Double] {
        (0..<count).map { index in
            var x = UInt32(truncatingIfNeeded: 1_000_003 * stream + index)
            for (shift, factor) in [(16, 0x7feb_352d), (15, 0x846c_a68b)] as [(UInt32, UInt32)] {
                x = (x ^ (x >> shift)) &* factor
            }
            return Double(x ^ (x >> 16)) / 0x1p32
        }
    }
}
