import Network

/// Marks what lies below the lowest trainable layer of a training step: it runs forward only, nothing is kept for a backward
/// pass.
enum FrozenPrefix: Pass {
    static let name = "frozen-prefix"

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        stages.map { stage in
            let site = context.sites[stage.first]
            guard site.isTraining, !site.isDifferentiated else { return stage }
            var stage = stage
            stage.passes.append(name)
            return stage
        }
    }
}
