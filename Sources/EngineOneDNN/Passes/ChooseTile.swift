import Network

/// Chooses the size of Winograd's tiles by what the whole stage computes.
enum ChooseTile: Pass {
    static let name = "choose-tile"

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        guard let kernels = context.kernels else { return stages }
        return stages.map { stage in
            guard stage.kernel == .winograd, let cost = ConvolutionCost(stage, kernels, context) else { return stage }
            var stage = stage
            stage.tile = cost.winograd.tile
            stage.passes.append(name)
            return stage
        }
    }
}
