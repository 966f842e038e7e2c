import CKernels
import Network

/// Chooses the size of Winograd's tiles by what the whole stage computes: larger tiles need fewer products, but more memory for
/// transformed weights and their gradients, and reach farther over the edge of a map.
///
/// Where nothing is differentiated the choice does not depend on the number of samples: the bytes of a sample's outputs are the same
/// in every batch.
enum ChooseTile: Pass {
    static let name = "choose-tile"

    /// The number of samples for which inference chooses.
    private static let samples = 16

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        guard let kernels = context.kernels else { return stages }
        return stages.map { stage in
            guard stage.kernel == .winograd, let layer = context.head(stage) as? Conv2D else { return stage }
            let site = context.sites[stage.layers.lowerBound]
            let count = site.isDifferentiated ? context.count : samples
            let costs = [6, 4, 2].map { tile in
                var stage = stage
                stage.tile = tile
                return (tile: tile, cost: cost(assay_convolution(layer, site, stage, count: count), site, kernels))
            }
            var stage = stage
            stage.tile = costs.min { $0.cost < $1.cost }?.tile ?? 2
            stage.passes.append(name)
            return stage
        }
    }

    /// Nanoseconds of one thread, about: as measured on Zen 5, in a share of what the instruction set does at best.
    private static func cost(_ shape: assay_convolution, _ site: Site, _ kernels: FastKernels) -> Double {
        let (input, output) = (Double(shape.in_channels), Double(shape.out_channels))
        let positions = Double((shape.tile + 2) * (shape.tile + 2))
        let pairs = Double(shape.pairs)
        let (trained, propagates) = (site.isTrained ? 1.0 : 0, site.propagates && site.isDifferentiated ? 1.0 : 0)
        let passes = 1 + trained + propagates
        let products = passes * pairs * input * output * kernels.productTime
        let transforms = passes * pairs * (input + output) * 3 * kernels.productTime
        // Weights: read by every pass, once for each dozen of tiles; made anew after every step; and the sums of their gradients in
        // each group of samples.
        let renewed = site.isTrained ? 0.7 * (1 + propagates) : 0
        let groups = Double(kernels.groups(shape, isFirst: false, isTrained: site.isTrained))
        let weights = positions * input * output * (1.2 * (1 + propagates) + renewed + trained * 1.8 * groups)
        return products + transforms + weights
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
