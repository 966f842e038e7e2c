import CKernels
import Testing

/// A convolution by name: its shape and what is fused to it.
struct ConvolutionCase: Sendable, CustomTestStringConvertible {
    /// What can be fused to a pass, or asked of it, beside rectifying and pooling.
    struct Fusions: OptionSet, Sendable {
        var rawValue: Int
        /// Forward and backward: an affine map of the input, a channel each, before padding.
        static let inputScale = Fusions(rawValue: 1)
        static let bias = Fusions(rawValue: 2)
        /// Forward: an affine map of the output.
        static let outputScale = Fusions(rawValue: 4)
        /// Sums of the output, or of the gradient of the input.
        static let sums = Fusions(rawValue: 8)
        /// Backward: the backward pass of a batch normalization that follows.
        static let normalization = Fusions(rawValue: 16)
        static let all: Fusions = [.inputScale, .bias, .outputScale, .sums, .normalization]
    }

    var name: String
    var samples: Int
    var inChannels: Int
    var outChannels: Int
    var height: Int
    var width: Int
    var isSame = false
    var rectifies = false
    var pools = false
    var fusions: Fusions = [.bias]
    /// Groups of samples of the backward pass.
    var groups = 2
    /// Height and width of the window, and of its step.
    var window = [3, 3]
    var strides = [1, 1]
    /// Whether each channel has a window of its own.
    var isDepthwise = false
    /// What follows the affine map of the input: 0 nothing, 1 max(x, 0), 6 min(max(x, 0), 6).
    var limits = 0

    var testDescription: String { name }

    var outHeight: Int { outExtent(height, 0) }
    var outWidth: Int { outExtent(width, 1) }
    private func outExtent(_ extent: Int, _ axis: Int) -> Int {
        isSame ? (extent + strides[axis] - 1) / strides[axis] : (extent - window[axis]) / strides[axis] + 1
    }
    /// Extents of the result, after pooling.
    var endHeight: Int { pools ? outHeight / 2 : outHeight }
    var endWidth: Int { pools ? outWidth / 2 : outWidth }
    /// Rows of zeros above, and columns to the left, as TensorFlow has them.
    var pad: [Int] {
        [(outHeight, height), (outWidth, width)].enumerated().map { axis, extents in
            isSame ? max((extents.0 - 1) * strides[axis] + window[axis] - extents.1, 0) / 2 : 0
        }
    }
    /// Values of the weights, and those that one output adds up.
    var weightCount: Int { window[0] * window[1] * inChannels * (isDepthwise ? 1 : outChannels) }
    var weightsOfAnOutput: Int { window[0] * window[1] * (isDepthwise ? 1 : inChannels) }

    /// As kernels take it.
    func shape(tile: Int) -> assay_convolution {
        assay_convolution(
            samples: Int32(samples), in_channels: Int32(inChannels), out_channels: Int32(outChannels), in_height: Int32(height),
            in_width: Int32(width), out_height: Int32(outHeight), out_width: Int32(outWidth), pad_top: Int32(pad[0]),
            pad_left: Int32(pad[1]), tile: Int32(tile), rectifies: rectifies ? 1 : 0, pools: pools ? 1 : 0,
            limits: Int32(limits), kernel_height: Int32(window[0]), kernel_width: Int32(window[1]),
            stride_height: Int32(strides[0]), stride_width: Int32(strides[1]))
    }
}

extension ConvolutionCase {
    /// Small ones: odd sizes, 1 to 33 channels, batches of 1 to 17, both paddings, every fusion with and without.
    static let small: [ConvolutionCase] = [
        ConvolutionCase(name: "one pixel, valid", samples: 1, inChannels: 5, outChannels: 7, height: 3, width: 3),
        ConvolutionCase(
            name: "one pixel, same", samples: 1, inChannels: 1, outChannels: 1, height: 1, width: 1, isSame: true, groups: 4),
        ConvolutionCase(
            name: "one window", samples: 2, inChannels: 4, outChannels: 3, height: 2, width: 2, isSame: true, rectifies: true,
            pools: true, fusions: .all),
        ConvolutionCase(
            name: "a window and what it leaves over", samples: 3, inChannels: 8, outChannels: 9, height: 5, width: 5, pools: true,
            fusions: [.bias, .sums], groups: 3),
        ConvolutionCase(
            name: "17 samples", samples: 17, inChannels: 9, outChannels: 17, height: 7, width: 5, isSame: true, rectifies: true,
            fusions: .all, groups: 4),
        ConvolutionCase(
            name: "17 samples, pooled", samples: 17, inChannels: 17, outChannels: 24, height: 9, width: 11, rectifies: true,
            pools: true, fusions: [.bias, .normalization], groups: 4),
        ConvolutionCase(
            name: "33 channels", samples: 3, inChannels: 33, outChannels: 31, height: 13, width: 11, rectifies: true, pools: true,
            fusions: .all),
        ConvolutionCase(
            name: "1 to 33 channels", samples: 2, inChannels: 1, outChannels: 33, height: 10, width: 9, isSame: true, pools: true,
            fusions: [.inputScale, .outputScale]),
        ConvolutionCase(
            name: "33 channels to 1", samples: 2, inChannels: 33, outChannels: 1, height: 8, width: 15,
            fusions: [.sums, .normalization]),
        ConvolutionCase(
            name: "16 to 16 channels", samples: 4, inChannels: 16, outChannels: 16, height: 12, width: 12, rectifies: true,
            fusions: [], groups: 4),
        ConvolutionCase(
            name: "8 to 40 channels", samples: 5, inChannels: 8, outChannels: 40, height: 9, width: 14, pools: true,
            fusions: [.bias, .inputScale], groups: 3),
        ConvolutionCase(
            name: "a column", samples: 2, inChannels: 15, outChannels: 16, height: 40, width: 3, rectifies: true, fusions: .all),
        ConvolutionCase(
            name: "a row, same", samples: 2, inChannels: 16, outChannels: 15, height: 2, width: 41, isSame: true, rectifies: true,
            pools: true, fusions: .all),
        ConvolutionCase(
            name: "whole tiles", samples: 1, inChannels: 32, outChannels: 32, height: 26, width: 14, rectifies: true, pools: true,
            fusions: .all, groups: 1),
        ConvolutionCase(
            name: "a tile and a pixel", samples: 2, inChannels: 24, outChannels: 20, height: 15, width: 27,
            fusions: [.bias, .sums, .outputScale]),
        ConvolutionCase(
            name: "48 to 96 channels", samples: 1, inChannels: 48, outChannels: 96, height: 13, width: 12, isSame: true,
            rectifies: true, fusions: .all, groups: 1),
        ConvolutionCase(
            name: "96 to 48 channels", samples: 2, inChannels: 96, outChannels: 48, height: 14, width: 13, rectifies: true,
            pools: true, fusions: [.bias, .normalization, .sums]),
        ConvolutionCase(
            name: "fewer samples than groups", samples: 2, inChannels: 12, outChannels: 12, height: 16, width: 9, rectifies: true,
            fusions: .all, groups: 4),
    ]

    /// Of 3x3 with limits on load.
    static let limited: [ConvolutionCase] = [
        ConvolutionCase(
            name: "limited below", samples: 3, inChannels: 20, outChannels: 17, height: 13, width: 11, isSame: true,
            fusions: [.inputScale, .bias, .sums, .normalization], limits: 1),
        ConvolutionCase(
            name: "limited on both sides", samples: 2, inChannels: 33, outChannels: 16, height: 9, width: 15, rectifies: true,
            pools: true, fusions: .all, limits: 6),
        ConvolutionCase(
            name: "limited as it is", samples: 2, inChannels: 16, outChannels: 8, height: 8, width: 8, fusions: [.sums], limits: 1
        ),
    ]

    /// Convolutions of 1x1.
    static let pointwise: [ConvolutionCase] = [
        ("one pixel", 1, 5, 7, 1, 1, [1, 1], 0, ConvolutionCase.Fusions([.bias])),
        ("odd channels", 3, 33, 31, 13, 11, [1, 1], 1, .all),
        ("strided", 17, 9, 17, 7, 5, [2, 2], 6, .all), ("strided, with rows over", 2, 40, 70, 15, 16, [2, 3], 1, .all),
        ("many inputs", 5, 800, 24, 7, 7, [1, 1], 0, [.bias, .sums]), ("many outputs", 3, 24, 800, 7, 7, [1, 1], 6, .all),
        ("several bands", 2, 48, 65, 29, 31, [1, 1], 0, [.inputScale, .sums, .normalization]),
        ("plain", 4, 16, 16, 12, 12, [1, 1], 0, []),
    ].enumerated().map { index, given in
        ConvolutionCase(
            name: given.0, samples: given.1, inChannels: given.2, outChannels: given.3, height: given.4, width: given.5,
            rectifies: index % 3 == 1, fusions: given.8, groups: min(index % 3 + 2, 4), window: [1, 1], strides: given.6,
            limits: given.7)
    }

    /// Depthwise convolutions.
    static let depthwise: [ConvolutionCase] = [
        ("one pixel", 1, 5, 3, 3, [3, 3], [1, 1], false, 0, ConvolutionCase.Fusions([.bias])),
        ("same", 3, 33, 13, 11, [3, 3], [1, 1], true, 6, .all), ("strided", 17, 9, 8, 6, [3, 3], [2, 2], true, 6, .all),
        ("of 5x5", 3, 40, 15, 16, [5, 5], [1, 1], true, 1, .all),
        ("of 5x5, strided", 2, 20, 15, 17, [5, 5], [2, 2], true, 1, .all),
        ("of 7x4, strided", 2, 20, 15, 16, [7, 4], [2, 3], true, 1, .all),
        ("valid, with rows over", 3, 20, 14, 16, [3, 3], [2, 2], false, 1, .all),
        ("strides beyond the window", 2, 17, 15, 16, [2, 2], [3, 3], false, 0, [.sums, .normalization]),
        ("larger than the map", 2, 20, 1, 2, [5, 5], [1, 1], true, 1, .all),
        ("a row", 2, 8, 5, 16, [1, 9], [1, 1], true, 0, []),
    ].enumerated().map { index, given in
        ConvolutionCase(
            name: "depthwise \(given.0)", samples: given.1, inChannels: given.2, outChannels: given.2, height: given.3,
            width: given.4, isSame: given.7, rectifies: index % 3 == 1, fusions: given.9, groups: min(index % 3 + 2, 4),
            window: given.5, strides: given.6, isDepthwise: true, limits: given.8)
    }

    /// The layers of the published notebook that Winograd's algorithm computes, one sample of each.
    static let notebook: [ConvolutionCase] = [(64, 128, 74), (128, 256, 36), (256, 256, 17)].map { from, to, side in
        ConvolutionCase(
            name: "the notebook's \(from) to \(to) channels", samples: 1, inChannels: from, outChannels: to, height: side,
            width: side, rectifies: true, pools: true, fusions: .all, groups: 1)
    }

    /// First layers: few channels, side by side in each pixel.
    static let first: [ConvolutionCase] = [
        ConvolutionCase(
            name: "the notebook's first layer", samples: 1, inChannels: 3, outChannels: 64, height: 150, width: 150,
            rectifies: true, pools: true, fusions: [.bias, .sums, .normalization], groups: 1),
        ConvolutionCase(name: "one pixel, valid", samples: 1, inChannels: 3, outChannels: 5, height: 3, width: 3),
        ConvolutionCase(
            name: "one pixel, same", samples: 1, inChannels: 1, outChannels: 1, height: 1, width: 1, isSame: true, groups: 4),
        ConvolutionCase(
            name: "grey, same", samples: 17, inChannels: 1, outChannels: 33, height: 9, width: 13, isSame: true, rectifies: true,
            pools: true, fusions: [.bias, .outputScale, .sums, .normalization], groups: 4),
        ConvolutionCase(
            name: "two channels, not pooled", samples: 3, inChannels: 2, outChannels: 17, height: 11, width: 8, rectifies: true,
            fusions: [.bias, .outputScale, .sums], groups: 3),
        ConvolutionCase(
            name: "colour, not rectified", samples: 2, inChannels: 3, outChannels: 16, height: 12, width: 31, pools: true,
            fusions: []),
        ConvolutionCase(
            name: "four channels, same", samples: 5, inChannels: 4, outChannels: 40, height: 14, width: 17, isSame: true,
            rectifies: true, pools: true, fusions: [.bias, .normalization], groups: 2),
        ConvolutionCase(
            name: "a column", samples: 2, inChannels: 3, outChannels: 9, height: 33, width: 3, isSame: false, rectifies: true,
            fusions: [.bias, .sums]),
        ConvolutionCase(
            name: "a row", samples: 2, inChannels: 3, outChannels: 48, height: 4, width: 39, rectifies: true, pools: true,
            fusions: [.bias, .normalization]),
    ]
}
