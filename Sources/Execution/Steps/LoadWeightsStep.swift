import Diagnostics
import Engine
import Plan
import Results
import Training

extension LoadWeightsStep: ExecutableStep {
    var isBrief: Bool { true }

    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        let path: String
        switch from {
        case .file(let file): path = file
        case .training(let step, .best): path = run.directory.url.appendingPathComponent(TrainStep.checkpoint(0, of: step)).path
        case .training(let step, .last): path = run.directory.url.appendingPathComponent(TrainStep.last(of: step)).path
        }
        try SessionWeights.load(path, into: run.session(model), as: self) { report throws(TrainingFailure) in
            try run.write { directory throws(Diagnostic) in try directory.write(json: report, to: "\(id)/load_report.json") }
            run.show(.loaded(step: id, report))
        }
        return nil
    }
}
