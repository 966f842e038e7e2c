import Diagnostics
import Engine
import Plan
import Results
import Training

extension LoadWeightsStep: ExecutableStep {
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        let path: String
        switch from {
        case .file(let file): path = file
        case .training(let step, .best): path = run.directory.url.appendingPathComponent(TrainStep.checkpoint(0, of: step)).path
        case .training(let step, .last): path = run.directory.url.appendingPathComponent(TrainStep.last(of: step)).path
        }
        let report = try WeightsFile.load(path, into: run.session(model), by: by)
        try run.emit(RunEvent(.weightsLoaded, step: id, message: report))
        return nil
    }
}
