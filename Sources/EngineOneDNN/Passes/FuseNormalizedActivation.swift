import Network

/// Gives an Activation of max(x, 0) to the normalization below it, which is left to its reader: one pass over the values does both.
enum FuseNormalizedActivation: Pass {
    static let name = "fuse-normalized-activation"

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        stages.merged(by: name, context) { stage, next in
            let isLeft = stage.normalization != nil ? !stage.scalesOutput : context.head(stage) is BatchNormalization
            guard context.kernels != nil, isLeft, !stage.rectifiesNormalization,
                context.isRectifier(next)
            else { return false }
            stage.rectifiesNormalization = true
            return true
        }
    }
}
