import Diagnostics
import Plan
import Results
import Training

extension PredictStep: ExecutableStep {
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        let dataset = try run.dataset(data)
        let source = DatasetBatches(
            dataset, schedule: dataset.schedule(.inOrder, stream: id), loaderThreads: run.settings.loaderThreads)
        let predictions = try Evaluator.predict(run.session(model), on: source, isInterrupted: run.isInterrupted)
        run.note(id) { $0.samples = predictions.count }
        try run.write { directory throws(Diagnostic) in
            try directory.write(PredictionTable(predictions, of: dataset), step: id)
        }
        return nil
    }
}
