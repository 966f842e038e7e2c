import Network

/// Chooses the size of Winograd's tiles by what the whole stage computes.
enum ChooseTile: Pass {
    static let name = "choose-tile"

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        guard let kernels = context.kernels else { return stages }
        return stages.map { stage in
            guard stage.kernel == .winograd, let layer = context.head(stage) as? Conv2D else { return stage }
            let site = context.sites[stage.first]
            var stage = stage
            stage.tile = ConvolutionCost(layer, site, stage, kernels, count: context.count).winograd.tile
            stage.passes.append(name)
            return stage
        }
    }
}
