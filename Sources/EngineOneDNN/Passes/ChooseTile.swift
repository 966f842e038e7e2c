import CKernels
import Network

/// Chooses the size of Winograd's tiles by what the whole stage computes. Not by the number of samples: the bytes of a sample's
/// outputs are the same in every batch.
enum ChooseTile: Pass {
    static let name = "choose-tile"

    /// The number of samples for which the choice is made.
    private static let samples = 16

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        guard let kernels = context.kernels else { return stages }
        return stages.map { stage in
            guard stage.kernel == .winograd, let layer = context.head(stage) as? Conv2D else { return stage }
            var stage = stage
            stage.tile = kernels.tile(
                assay_convolution(layer, context.sites[stage.layers.lowerBound], stage, count: samples))
            stage.passes.append(name)
            return stage
        }
    }
}
