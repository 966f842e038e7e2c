import Plan
import Training

extension BuildStep: ExecutableStep {
    var isBrief: Bool { true }

    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        try run.build(model)
        return nil
    }
}
