import Network

/// Layers that are computed together, each the only reader of the one before it, or a layer by itself.
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
    var layers: [Int]
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
        layers = [index]
        rectifies = (layer is any ConvolutionLayer || layer is Dense) && layer.lastActivation == .relu
    }

    /// The layer that reads what the stage reads.
    var first: Int { layers[0] }
    /// The layer whose output is the stage's.
    var last: Int { layers[layers.count - 1] }

    /// Whether a convolution of ours computes it, to which pooling and normalization can be fused.
    var isConvolution: Bool { kernel == .first || kernel == .winograd }
}

extension [Stage] {
    /// Lets stages take the one that alone reads them, as long as `takes` says so and notes in the first what it took.
    func merged(by pass: String, _ context: PassContext, _ takes: (inout Stage, Stage) -> Bool) -> [Stage] {
        var result: [Stage] = []
        // Where the stage is that ends with a layer.
        var places: [Int: Int] = [:]
        for next in self {
            let sources = context.sites[next.first].sources
            if next.layers.count == 1, sources.count == 1, let place = places[sources[0]], context.sites[sources[0]].readers == 1
            {
                var stage = result[place]
                if takes(&stage, next) {
                    stage.layers += next.layers
                    if stage.passes.last != pass { stage.passes.append(pass) }
                    result[place] = stage
                    places[next.last] = place
                    continue
                }
            }
            places[next.last] = result.count
            result.append(next)
        }
        return result
    }
}
