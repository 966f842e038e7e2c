import Engine
import Network
import Plan
import Results
import Training

/// All that a run needs to go on in another process as if nothing had happened: what is done, what was measured, and the models.
///
/// Random draws are functions of seed, step, epoch and sample, so that no generator is in it.
struct Checkpoint: Hashable, Sendable {
    /// The part that is written as JSON.
    struct State: Codable, Hashable, Sendable {
        /// The form of the file.
        var schema = "checkpoint/1"
        /// SHA-256 of what the plan computes.
        var planSha256: String
        /// The number of steps of the plan that are done.
        var stepsDone: Int
        /// `run.json` as it stood.
        var record: RunRecord
        /// Seconds of trainings and evaluations, and those of them spent waiting for data.
        var worked = 0.0
        var waited = 0.0
        /// Seconds of the step under way.
        var stepSeconds = 0.0
        /// The CSV files that trainings have written, by name; nil where there are none.
        var texts: [String: String]?
        /// Of a ``Rung`` the files beside it, by name; nil in a run's own checkpoints.
        var files: [String: FileMark]?
        /// Where the training under way stands; nil between two steps.
        var training: TrainingState?
    }

    /// One model.
    struct Model: Hashable, Sendable {
        /// Its parameters, in the network's order.
        var parameters: [Tensor]
        /// What its moving averages keep beside their values, by the parameter's index.
        var averages: [Int: DebiasedAverage] = [:]
        /// How it was compiled; nil where it was not, or where no step to come asks.
        var compiled: CompileStep?
        /// The optimizer; nil where no training to come goes on with it.
        var optimizer: OptimizerState?
    }

    /// What is done.
    var state: State
    /// The models that steps to come use as they are, by name.
    var models: [String: Model]
}
