import Plan
import Training

extension CompileStep: ExecutableStep {
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        try run.compile(self)
        return nil
    }
}
