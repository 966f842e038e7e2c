import Plan
import Training

extension UnfreezeStep: ExecutableStep {
    var isBrief: Bool { true }

    /// Nothing to do here: the next compile step of the plan carries the names of the frozen layers.
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? { nil }
}
