import Network

/// Gives max(x, 0), or min(max(x, 0), 6), to the normalization below it, which is left to its reader: one pass over the values, or none,
/// does both.
enum FuseNormalizedActivation: Pass {
    static let name = "fuse-normalized-activation"

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        stages.merged(by: name, context) { stage, next in
            let isLeft = stage.normalization != nil ? !stage.scalesOutput : context.head(stage) is BatchNormalization
            let limits = context.limits(next)
            guard context.kernels != nil, isLeft, stage.normalizedLimits == .none, limits != .none else { return false }
            stage.normalizedLimits = limits
            return true
        }
    }
}
