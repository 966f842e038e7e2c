import Network

/// Gives a normalization to the fast convolution below it: its sums on the way out where it is on the batch's statistics, scale
/// and shift on the way out where they are fixed and nothing is differentiated. Otherwise the reader applies it on load.
enum FuseBatchNormalization: Pass {
    static let name = "fuse-batch-normalization"

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        stages.merged(by: name, context) { stage, next in
            guard stage.isConvolution, context.isOpen(stage), context.head(next) is BatchNormalization else { return false }
            stage.normalization = next.first
            stage.scalesOutput = context.isFixed(next.first)
            return true
        }
    }
}
