import Network

/// Neighbouring layers that are computed together, or a layer by itself.
struct Stage: Hashable {
    /// What computes the first of its layers.
    enum Kernel: Hashable {
        /// Whatever the layer's own file appends: oneDNN's primitives, and kernels beside them.
        case layer
        /// The direct kernel for samples of few channels.
        case first
        /// Winograd's F(tile x tile, 3x3).
        case winograd
        /// The product of packed matrices, for Dense layers and convolutions of 1x1.
        case product
    }

    /// The layers, by their index in the network.
    var layers: Range<Int>
    /// Who computes.
    var kernel = Kernel.layer
    /// Why.
    var reason: String?
    /// The outputs in a row of Winograd's tiles.
    var tile = 0
    /// The passes that had a part in it, in their order.
    var passes: [String] = []
    /// The normalization whose fixed statistics are multiplied into the weights, by its layer.
    var folded: Int?
    /// Whether max(x, 0) follows.
    var rectifies: Bool
    /// Whether a maximum over 2x2 follows that.
    var pools = false
    /// The normalization at the end, by its layer.
    var normalization: Int?
    /// Whether the kernel applies it, because its statistics are fixed and nothing is differentiated.
    var scalesOutput = false
    /// Whether max(x, 0) follows that normalization, or the one that the stage begins with.
    var rectifiesNormalization = false

    /// A layer by itself.
    init(_ index: Int, _ layer: any Layer) {
        layers = index..<index + 1
        rectifies = (layer is any ConvolutionLayer || layer is Dense) && layer.lastActivation == .relu
    }

    /// Whether a convolution of ours computes it, to which pooling and normalization can be fused.
    var isConvolution: Bool { kernel == .first || kernel == .winograd }
}

extension [Stage] {
    /// Lets stages take the next one, as long as `takes` says so and notes in the first what it took.
    func merged(by pass: String, _ takes: (inout Stage, Stage) -> Bool) -> [Stage] {
        var result: [Stage] = []
        for next in self {
            guard var last = result.last, next.layers.count == 1, takes(&last, next) else {
                result.append(next)
                continue
            }
            last.layers = last.layers.lowerBound..<next.layers.upperBound
            if last.passes.last != pass { last.passes.append(pass) }
            result[result.count - 1] = last
        }
        return result
    }
}
