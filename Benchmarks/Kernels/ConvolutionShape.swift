/// A named convolution of 3x3 with unit stride.
struct ConvolutionShape {
    var name: String
    var samples = 16
    var inputs: Int
    var outputs: Int
    /// Height and width of the input.
    var size: Int
    /// Rows and columns of zeros on each side.
    var padding = 0

    /// Height and width of the output.
    var outputSize: Int { size + 2 * padding - 2 }
    /// Multiplications and additions of the definition, of each pass.
    var operations: Double { 2 * 9 * Double(inputs * outputs) * Double(outputSize * outputSize * samples) }

    /// The notebook's layers, some of ResNet's and of VGG's, and channels that fill no block.
    static let all = [
        ConvolutionShape(name: "notebook 1: 3 to 64, 150", inputs: 3, outputs: 64, size: 150),
        ConvolutionShape(name: "notebook 2: 64 to 128, 74", inputs: 64, outputs: 128, size: 74),
        ConvolutionShape(name: "notebook 3: 128 to 256, 36", inputs: 128, outputs: 256, size: 36),
        ConvolutionShape(name: "notebook 4: 256 to 256, 17", inputs: 256, outputs: 256, size: 17),
        ConvolutionShape(name: "ResNet: 64 to 64, 56 same", inputs: 64, outputs: 64, size: 56, padding: 1),
        ConvolutionShape(name: "ResNet: 128 to 128, 28 same", inputs: 128, outputs: 128, size: 28, padding: 1),
        ConvolutionShape(name: "ResNet: 256 to 256, 14 same", inputs: 256, outputs: 256, size: 14, padding: 1),
        ConvolutionShape(name: "ResNet: 512 to 512, 7 same", inputs: 512, outputs: 512, size: 7, padding: 1),
        ConvolutionShape(name: "VGG: 64 to 64, 224 same, 2 images", samples: 2, inputs: 64, outputs: 64, size: 224, padding: 1),
        ConvolutionShape(name: "24 to 24, 74", inputs: 24, outputs: 24, size: 74),
        ConvolutionShape(name: "48 to 48, 74", inputs: 48, outputs: 48, size: 74),
        ConvolutionShape(name: "96 to 96, 74", inputs: 96, outputs: 96, size: 74),
        ConvolutionShape(name: "33 to 17, 29 same", inputs: 33, outputs: 17, size: 29, padding: 1),
        ConvolutionShape(name: "64 to 128, 74, 1 image", samples: 1, inputs: 64, outputs: 128, size: 74),
    ]
}

/// A pass over a convolution.
enum Pass: String, CaseIterable {
    /// With bias and max(x, 0).
    case forward
    /// The same and a maximum over 2x2.
    case pooled = "forward, pooled"
    /// The gradient by the input.
    case data = "backward data"
    /// The gradient by weights and bias.
    case weights = "backward weights"
    /// Both.
    case backward
}
