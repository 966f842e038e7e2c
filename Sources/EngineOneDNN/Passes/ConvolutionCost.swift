import CKernels
import Network

/// What a stage takes that a 3x3 convolution begins, forward and backward: for comparisons, in nanoseconds of one thread where the
/// memory is as slow as it gets; fitted to Zen 5.
struct ConvolutionCost {
    /// The samples for which a stage is chosen that nothing differentiates, whatever their number: the bytes of a sample's outputs
    /// are then the same in every batch.
    private static let samples = 16

    let convolution: Convolution
    let site: Site
    let stage: Stage
    let kernels: FastKernels
    private let count: Int

    /// Nil where the stage begins with no convolution.
    init?(_ stage: Stage, _ kernels: FastKernels, _ context: PassContext) {
        let site = context.sites[stage.first]
        guard let convolution = site.node.convolution(of: "kernel") else { return nil }
        self.convolution = convolution
        self.site = site
        self.stage = stage
        self.kernels = kernels
        count = site.isDifferentiated ? context.count : Self.samples
    }

    private var trained: Double { site.isTrained ? 1 : 0 }
    private var propagates: Double { site.propagates && site.isDifferentiated ? 1 : 0 }
    private var passes: Double { 1 + trained + propagates }

    /// The tile of Winograd's algorithm that takes least: larger ones need fewer products, but more memory for transformed weights
    /// and their gradients, and reach farther over the edge of a map.
    var winograd: (tile: Int, time: Double) {
        let times = [6, 4, 2].map { (tile: $0, time: winograd(tile: $0)) }
        return times.min { $0.time < $1.time } ?? times[0]
    }

    private func winograd(tile: Int) -> Double {
        var stage = stage
        stage.tile = tile
        let shape = assay_convolution(convolution, stage, count: count)
        let (input, output) = (Double(shape.in_channels), Double(shape.out_channels))
        let positions = Double((tile + 2) * (tile + 2))
        let pairs = Double(shape.pairs)
        let products = passes * pairs * input * output * kernels.productTime
        let transforms = passes * pairs * (input + output) * 3 * kernels.productTime
        // Weights: read by every pass, once for each dozen of tiles; made anew after every step; and the sums of their gradients in
        // each group of samples.
        let renewed = trained * 0.7 * (1 + propagates)
        let groups = Double(kernels.groups(shape, .winograd, isTrained: site.isTrained))
        let weights = positions * input * output * (1.2 * (1 + propagates) + renewed + trained * 1.8 * groups)
        return products + transforms + weights
    }

    /// oneDNN's direct convolution.
    var direct: Double {
        let shape = assay_convolution(convolution, stage, count: count)
        let weights = 9 * Double(shape.in_channels) * Double(shape.out_channels)
        let pixels = Double(count) * Double(shape.out_height) * Double(shape.out_width)
        let groups = Double(SampleGroup.few(count).count)
        return weights * (passes * pixels * 1.15 * kernels.productTime + 0.7 * (1 + propagates) + trained * 1.2 * groups)
    }
}

extension assay_convolution {
    /// Pairs of transformed samples and weights, of all samples, for each input and output channel: for each tile one a position.
    /// The last tile of a row or a column is the smallest that holds what remains.
    var pairs: Int {
        let sides = [out_height, out_width].map { side in
            let side = Int(pools == 1 ? side / 2 * 2 : side)
            guard side > 0, tile > 0 else { return 0 }
            let (whole, rest) = ((side - 1) / Int(tile), (side - 1) % Int(tile) + 1)
            return whole * Int(tile + 2) + (rest + 1) / 2 * 2 + 2
        }
        return Int(samples) * sides[0] * sides[1]
    }
}
