import Network
import Plan
import Testing

@testable import Weights

/// Files in another layout than Keras's.
struct LayoutTests {
    private static func tensor(_ shape: [Int]) -> Tensor {
        var tensor = Tensor(shape: shape, repeating: 0)
        for index in tensor.values.indices { tensor.values[index] = Float(index) }
        return tensor
    }

    /// (outputs, inputs, height, width) to (height, width, inputs, outputs), place by place.
    @Test func convolutions() {
        let source = Self.tensor([5, 2, 3, 4])
        let result = Rearrangement(axes: TorchLayout.axes(rank: 4))(source)
        #expect(result.shape == [3, 4, 2, 5])
        for o in 0..<5 {
            for i in 0..<2 {
                for h in 0..<3 {
                    for w in 0..<4 {
                        #expect(result.values[((h * 4 + w) * 2 + i) * 5 + o] == source.values[((o * 2 + i) * 3 + h) * 4 + w])
                    }
                }
            }
        }
    }

    /// A linear layer behind a Flatten of (height 2, width 3, channels 4): transposed, and rows moved.
    @Test func flattened() {
        let source = Self.tensor([5, 24])
        let result = Rearrangement(axes: TorchLayout.axes(rank: 2), image: [2, 3, 4])(source)
        #expect(result.shape == [24, 5])
        for unit in 0..<5 {
            for c in 0..<4 {
                for h in 0..<2 {
                    for w in 0..<3 {
                        let row = (h * 3 + w) * 4 + c
                        #expect(result.values[row * 5 + unit] == source.values[unit * 24 + (c * 2 + h) * 3 + w])
                    }
                }
            }
        }
    }

    /// A depthwise kernel, (channels x multiplier, 1, height, width) to (height, width, channels, multiplier), place by place.
    @Test(arguments: [1, 2]) func depthwise(_ multiplier: Int) {
        let source = Self.tensor([3 * multiplier, 1, 2, 5])
        let result = Rearrangement(ofTorch: source.shape, to: [2, 5, 3, multiplier], image: nil)(source)
        #expect(result.shape == [2, 5, 3, multiplier])
        for c in 0..<3 {
            for m in 0..<multiplier {
                for h in 0..<2 {
                    for w in 0..<5 {
                        let place = ((h * 5 + w) * 3 + c) * multiplier + m
                        #expect(result.values[place] == source.values[((c * multiplier + m) * 2 + h) * 5 + w])
                    }
                }
            }
        }
    }

    /// A convolution over a whole image that stands for Flatten and Dense: rows (row, column, channel); and one over a single pixel.
    @Test func convolutionsInPlaceOfDense() {
        let source = Self.tensor([5, 4, 2, 3])
        let result = Rearrangement(ofTorch: source.shape, to: [24, 5], image: [2, 3, 4])(source)
        #expect(result.shape == [24, 5])
        for unit in 0..<5 {
            for c in 0..<4 {
                for h in 0..<2 {
                    for w in 0..<3 {
                        #expect(
                            result.values[((h * 3 + w) * 4 + c) * 5 + unit] == source.values[((unit * 4 + c) * 2 + h) * 3 + w])
                    }
                }
            }
        }
        let pixel = Self.tensor([2, 3, 1, 1])
        let dense = Rearrangement(ofTorch: pixel.shape, to: [3, 2], image: nil)
        #expect(dense(pixel).values == [0, 3, 1, 4, 2, 5])
        #expect(dense.description == "OIHW to HWI, O")
        // Another image, or another number of rows: no match is made of it.
        #expect(Rearrangement(ofTorch: source.shape, to: [24, 5], image: [3, 2, 4]).shape(of: source.shape) == [2, 3, 4, 5])
        #expect(Rearrangement(ofTorch: source.shape, to: [24, 5], image: nil).shape(of: source.shape) == [2, 3, 4, 5])
    }

    /// What stands between Flatten and Dense leaves values in their places, or it does not.
    @Test func imagesReachThroughLayersThatMoveNothing() throws {
        let layers: [(String, any Layer)] = [
            ("conv", Conv2D(filters: 3, kernelSize: [1, 1])), ("flatten", Flatten()), ("drop", Dropout(rate: 0.5)),
            ("norm", BatchNormalization()), ("relu", Activation(.relu)), ("dense", Dense(units: 4)), ("head", Dense(units: 2)),
        ]
        let network = try WeightMatchTests.chain(Shape([2, 5, 1]), layers)
        let image = [2, 5, 3]
        // conv kernel and bias, four of norm, dense kernel and bias, head kernel and bias
        #expect(network.flattenedImages == [nil, nil, image, image, image, image, image, nil, nil, nil])
    }

    /// A Keras model whose images were channels first: kernels as ever, rows behind Flatten moved, the normalization there too.
    @Test func channelsFirst() throws {
        let layers: [(String, any Layer)] = [
            ("conv", Conv2D(filters: 3, kernelSize: [1, 1])), ("flatten", Flatten()), ("norm", BatchNormalization()),
            ("dense", Dense(units: 2)),
        ]
        let network = try WeightMatchTests.chain(Shape([2, 2, 1]), layers)
        var file = try WeightMatchTests.file(network)
        let plain = WeightMatch(WeightsIndex(file), named: "w", to: network, as: WeightMatchTests.step(by: .order))
        #expect(plain.values(of: file)[6] == file.tensors[6].tensor)
        file.flattensChannelsFirst = true
        let match = WeightMatch(WeightsIndex(file), named: "w", to: network, as: WeightMatchTests.step(by: .order))
        let values = match.values(of: file)
        #expect(values[0] == file.tensors[0].tensor)
        // Rows (channel, row, column): the second value of our order is the second channel's first.
        let order: [Float] = [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]
        #expect(values[2]?.values.map { ($0 - 2) * 16 } == order)
        let rows: [Float] = [0, 1, 8, 9]
        #expect(values[6]?.values.prefix(4).map { ($0 - 6) * 16 } == rows)
        #expect(match.report.entries[6].rearranged == "rows CHW to HWC")
        #expect(match.report.entries[7].rearranged == nil)
    }

    @Test func pyTorchIsRecognized() throws {
        func looks(_ names: [String], metadata: [String: String] = [:]) -> Bool {
            let entries = names.map { WeightsFile.Entry(name: $0, tensor: Self.tensor([1])) }
            return WeightsIndex(WeightsFile(format: .safetensors, metadata: metadata, tensors: entries)).looksLikeTorch
        }
        #expect(looks(["features.0.weight", "features.0.bias", "bn.running_mean", "bn.num_batches_tracked"]))
        #expect(looks(["cls_token"], metadata: ["format": "pt"]))
        #expect(!looks(["conv/kernel", "conv/bias"]))
        #expect(!looks(["bias"]))
        #expect(!looks([]))
    }
}
