import Network

/// Multiplies a normalization that directly follows a convolution into its weights, where the statistics are fixed and nothing
/// is differentiated: in inference, and in a frozen prefix under keras-3.
enum FoldNormalization: Pass {
    static let name = "fold-normalization"

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        stages.merged(by: name, context) { stage, next in
            guard context.kernels != nil, context.head(stage) is any ConvolutionLayer, context.isOpen(stage), !stage.rectifies,
                stage.layers.count == 1, context.head(next) is BatchNormalization, context.isFixed(next.first)
            else { return false }
            stage.folded = next.first
            return true
        }
    }
}
