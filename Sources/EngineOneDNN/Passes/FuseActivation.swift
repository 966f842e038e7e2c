import Network

/// Gives an Activation of max(x, 0) to the convolution or Dense layer below it.
enum FuseActivation: Pass {
    static let name = "fuse-activation"

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        stages.merged(by: name) { stage, next in
            let head = context.head(stage)
            guard head is any ConvolutionLayer || head is Dense, context.isOpen(stage), !stage.rectifies,
                (context.head(next) as? Activation)?.activation == .relu
            else { return false }
            stage.rectifies = true
            return true
        }
    }
}
