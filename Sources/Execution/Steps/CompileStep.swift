import Plan
import Training

extension CompileStep: ExecutableStep {
    var isBrief: Bool { true }

    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        try run.compile(self)
        return nil
    }
}
