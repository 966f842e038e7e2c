import Engine
import Network

/// One change to the list of stages of which a program is built.
protocol Pass {
    /// Its name, as `assay plan --kernels` shows it.
    static var name: String { get }
    /// The stages after it.
    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage]
}

/// What passes look at.
struct PassContext {
    let network: NetworkDefinition
    /// Each layer's place in the program.
    let sites: [Site]
    let semantics: Semantics
    /// The number of samples.
    let count: Int
    /// Our own kernels; nil where oneDNN is to do it all.
    let kernels: FastKernels?

    /// The first layer of a stage.
    func head(_ stage: Stage) -> any Layer { network.layers[stage.first].layer.value }

    /// What a stage limits values to, if that is all that it does.
    func limits(_ stage: Stage) -> Stage.Limits {
        switch (head(stage) as? any ActivationLayer)?.activation {
        case .relu: .relu
        case .relu6: .relu6
        default: .none
        }
    }

    /// Whether a stage is max(x, 0).
    func isRectifier(_ stage: Stage) -> Bool { (head(stage) as? any OneDNNLayer)?.isRectifier ?? false }

    /// Whether nothing but max(x, 0) follows the products of a stage's kernel so far.
    func isOpen(_ stage: Stage) -> Bool {
        let last = head(stage).lastActivation
        return (last == .linear || last == .relu) && stage.normalization == nil
    }

    /// Whether a normalization is a fixed scale and shift, and nothing differentiates it.
    func isFixed(_ index: Int) -> Bool { sites[index].hasFixedStatistics(semantics) && !sites[index].isDifferentiated }
}

/// The passes.
enum Passes {
    /// In the order in which they run.
    static var all: [any Pass.Type] {
        [
            FrozenPrefix.self, ChooseKernel.self, FoldNormalization.self, FuseActivation.self, FusePooling.self,
            FuseBatchNormalization.self, FuseNormalizedActivation.self, ChooseTile.self,
        ]
    }

    /// The stages of a network, bottom up.
    static func stages(_ context: PassContext) -> [Stage] {
        let single = context.network.layers.enumerated().map { Stage($0, $1.layer.value) }
        return all.reduce(single) { $1.apply(to: $0, context) }
    }
}
