import Experiment
import Network
import Plan

/// What is known of a model at one point of the steps.
struct ModelState {
    /// Its layers.
    var network: NetworkDefinition
    /// Where it was built.
    var built: Place?
    /// Where its last layer stands in the file.
    var lastLayer: Place?
    /// Layers frozen so far, by index; takes effect at the next compile.
    var frozen: Set<Int> = []
    /// A freeze, or an unfreeze, that no compile has followed.
    var pendingFreeze: Located<String>?
    /// What the last compile gave it.
    var compiled: Compiled?

    /// What a compile gives.
    struct Compiled {
        /// How class numbers become targets; nil where loss and output do not fit, which has been said.
        var encoding: TargetEncoding?
        /// The metrics' names in the history.
        var metrics: [MetricPlan]
        /// The names of frozen layers.
        var frozen: [String]
        /// What changes the weights.
        var optimizer: OneOf<OptimizerFamily>?
    }

    /// The names of the frozen layers, in the network's order.
    var frozenNames: [String] { frozen.sorted().map { network.layers[$0].name } }
}

/// What a step leaves behind for later steps and claims.
struct StepProduct {
    /// The names of what it measures; empty for a step that measures nothing.
    var metrics: [String] = []
    /// For a training: the network, and whether a ModelCheckpoint keeps its best weights.
    var training: (network: NetworkDefinition, savesBest: Bool)?
}
