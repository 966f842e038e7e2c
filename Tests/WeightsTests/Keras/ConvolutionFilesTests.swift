import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Weights

/// Files with convolutions of every kind, as both Keras write them: by order and by name, and written again.
@Suite(.enabled(if: CommandReader.reader != nil, CommandReader.missing)) struct ConvolutionFilesTests {
    static func network() throws -> NetworkDefinition {
        try WeightMatchTests.chain(
            Shape([6, 6, 4]),
            [
                ("grouped", Conv2D(filters: 6, kernelSize: [2, 2], groups: 2)),
                ("depth", DepthwiseConv2D(kernelSize: [2, 2], depthMultiplier: 2)),
                ("separable", SeparableConv2D(filters: 3, kernelSize: [2, 2], depthMultiplier: 2)),
                ("up", Conv2DTranspose(filters: 2, kernelSize: [2, 3], strides: [2, 2])),
            ])
    }

    @Test(
        arguments: ["convolutions3.legacy.h5", "convolutionstf.legacy.h5", "convolutions3.weights.h5"],
        LoadWeightsStep.Matching.allCases)
    func loads(_ name: String, _ by: LoadWeightsStep.Matching) throws {
        let network = try Self.network()
        let file = try CommandReader.load(fixture: name)
        let match = WeightMatch(WeightsIndex(file), named: name, to: network, as: WeightMatchTests.step(by: by))
        #expect(match.refusal == nil, "\(match.report.entries)")
        #expect(match.values(of: file) == KerasWriterTests.values(network))
    }

    /// The names of Keras 3, and the order of both.
    @Test func names() throws {
        let parameters = try Self.network().parameters.map(\.name)
        #expect(
            parameters == [
                "grouped/kernel", "grouped/bias", "depth/kernel", "depth/bias", "separable/depthwise_kernel",
                "separable/pointwise_kernel", "separable/bias", "up/kernel", "up/bias",
            ])
        #expect(try Self.network().kerasPaths() == ["conv2d", "depthwise_conv2d", "separable_conv2d", "conv2d_transpose"])
    }

    @Test(arguments: ["a.h5", "a.weights.h5", "a.safetensors"])
    func thereAndBack(_ name: String) throws {
        let network = try Self.network()
        let values = KerasWriterTests.values(network)
        let folder = try TemporaryFolder()
        try Data(try NetworkWeights.bytes(of: network, values: values, for: name)).write(to: folder.url.appending(path: name))
        let file = try CommandReader.load(folder.url.appending(path: name).path)
        let match = WeightMatch(WeightsIndex(file), named: name, to: network, as: WeightMatchTests.step(by: .order))
        #expect(match.values(of: file) == values)
    }

    /// PyTorch's kernels: grouped (filters, C / groups, kh, kw), depthwise (C m, 1, kh, kw), transposed (C, filters, kh, kw), place by place.
    @Test func pyTorchsLayouts() throws {
        let network = try WeightMatchTests.chain(
            Shape([6, 6, 4]),
            [
                ("grouped", Conv2D(filters: 6, kernelSize: [2, 3], groups: 2, useBias: false)),
                ("depth", DepthwiseConv2D(kernelSize: [2, 3], depthMultiplier: 2, useBias: false)),
                ("up", Conv2DTranspose(filters: 5, kernelSize: [2, 3], useBias: false)),
            ])
        func tensor(_ shape: [Int]) -> Tensor {
            var tensor = Tensor(shape: shape, repeating: 0)
            for index in tensor.values.indices { tensor.values[index] = Float(index) }
            return tensor
        }
        let tensors = [tensor([6, 2, 2, 3]), tensor([12, 1, 2, 3]), tensor([12, 5, 2, 3])]
        let file = WeightsFile(
            format: .safetensors, metadata: ["format": "pt"],
            tensors: zip(["grouped", "depth", "up"], tensors).map { .init(name: "\($0).weight", tensor: $1) })
        let match = WeightMatch(WeightsIndex(file), named: "w", to: network, as: WeightMatchTests.step(by: .name))
        #expect(match.refusal == nil, "\(match.report.entries)")
        let values = try match.values(of: file).map { try #require($0) }
        #expect(values.map(\.shape) == network.parameters.map(\.parameter.shape))
        for u in 0..<2 {
            for v in 0..<3 {
                for f in 0..<6 {
                    for c in 0..<2 {
                        #expect(values[0].values[((u * 3 + v) * 2 + c) * 6 + f] == Float(((f * 2 + c) * 2 + u) * 3 + v))
                    }
                }
                // Output channel c m + j of both: channel c under its kernel j.
                for c in 0..<6 {
                    for j in 0..<2 {
                        #expect(values[1].values[((u * 3 + v) * 6 + c) * 2 + j] == Float(((c * 2 + j) * 2 + u) * 3 + v))
                    }
                }
                for c in 0..<12 {
                    for f in 0..<5 {
                        #expect(values[2].values[((u * 3 + v) * 5 + f) * 12 + c] == Float(((c * 5 + f) * 2 + u) * 3 + v))
                    }
                }
            }
        }
    }
}
