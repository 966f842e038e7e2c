import Network

/// Gives an Activation of max(x, 0) to the convolution, Dense layer or sum below it.
enum FuseActivation: Pass {
    static let name = "fuse-activation"

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        stages.merged(by: name, context) { stage, next in
            let head = context.head(stage)
            guard head is any ConvolutionLayer || head is Dense || head is Add, context.isOpen(stage), !stage.rectifies,
                context.isRectifier(next)
            else { return false }
            stage.rectifies = true
            return true
        }
    }
}
