import Diagnostics
import Plan
import Results
import Training

extension EvaluateStep: ExecutableStep {
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        let dataset = try run.dataset(data)
        let source = DatasetBatches(
            dataset, schedule: dataset.schedule(.evaluation, steps: steps, stream: id), loaderThreads: run.settings.loaderThreads)
        let evaluation = try Evaluator(
            id: id, compile: run.compilation(model), semantics: run.plan.semantics
        ).evaluate(
            run.session(model), on: source, isInterrupted: run.isInterrupted
        ) { run.show(.evaluating(step: id, $0)) }
        run.noteTime(worked: evaluation.seconds, waiting: evaluation.waitSeconds, step: id)
        run.note(id) { $0.samples = evaluation.samples }
        try run.write { directory throws(Diagnostic) in
            try directory.write(PredictionTable(evaluation.predictions, of: dataset), step: id)
            try directory.write(
                StepMetrics(
                    step: id, kind: Self.kind, data: data, samples: evaluation.samples, metrics: evaluation.logs.measures))
        }
        return evaluation.logs
    }
}
