import Plan
import Training

extension SaveWeightsStep: ExecutableStep {
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        try SessionWeights.save(run.session(model), to: "\(id)/\(to)", in: run)
        return nil
    }
}
