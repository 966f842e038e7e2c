import Network

/// Gives a maximum over windows of 2x2 that do not overlap to the fast convolution below it, with an Activation of max(x, 0) that
/// follows: the two commute.
enum FusePooling: Pass {
    static let name = "fuse-pooling"

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        stages.merged(by: name, context) { stage, next in
            guard stage.canPool, context.isOpen(stage) else { return false }
            if stage.pools, !stage.rectifies, context.isRectifier(next) {
                stage.rectifies = true
                return true
            }
            guard !stage.pools, let pooling = context.head(next) as? MaxPooling2D, pooling.poolSize == [2, 2],
                pooling.strides == [2, 2],
                pooling.padding == .valid || context.sites[next.first].node.input.hasEvenSides
            else { return false }
            stage.pools = true
            return true
        }
    }
}

extension Shape {
    /// Whether windows of 2x2 cover an image without a rest.
    fileprivate var hasEvenSides: Bool { extents.prefix(2).allSatisfy { $0 % 2 == 0 } }
}
