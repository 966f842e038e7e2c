import Plan
import Training

extension BuildStep: ExecutableStep {
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        try run.build(model)
        return nil
    }
}
