import Diagnostics
import Engine
import Plan
import Results
import Training

extension TrainStep: ExecutableStep {
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        let session = try run.session(model)
        let compile = try run.compilation(model)
        let names = HistoryNames.all(
            metrics: compile.metrics.names, validated: validationData != nil, semantics: run.plan.semantics)
        let left = run.takeTrainingLeft()
        let curves = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in
            guard run.resumption != nil else { return try CurvesFile(run.directory, step: id, names: names) }
            let rows = left?.outcome.history.rows ?? []
            return try CurvesFile(
                run.directory, step: id, after: Curves(names: names, rows: rows.map { Self.row($0, names) }))
        }
        let training = try source(data, TrainingStream(self, id: id), in: run)
        var validation: DatasetBatches?
        if let validationData { validation = try source(validationData, TrainingStream(validationOf: self, id: id), in: run) }

        // A file is what a checkpoint says that it is: lines written after that are written again.
        let earlier = run.texts
        var written: [String: String] = [:]
        let hooks = TrainingHooks(
            saveCheckpoint: { ordinal, epoch throws(Diagnostic) in
                let name = Self.checkpoint(ordinal, of: id)
                do throws(TrainingFailure) { try SessionWeights.save(session, to: name, in: run) } catch {
                    if case .diagnostic(let diagnostic) = error { throw diagnostic }
                }
                if ordinal == 0 { run.note(id) { $0.bestEpoch = epoch } }
                return name
            }, writtenText: { earlier[$0] },
            writeText: { text, file throws(Diagnostic) in
                try run.directory.write(text, to: file)
                written[file] = text
            },
            frozen: { run.noteFrozen($0, of: model) }, isInterrupted: run.isInterrupted, wantsState: { run.wantsCheckpoint },
            keepState: { state throws(Diagnostic) in
                do throws(TrainingFailure) { try run.keep(state) } catch {
                    if case .diagnostic(let diagnostic) = error { throw diagnostic }
                }
            },
            leaves: { epoch throws(Diagnostic) in try run.leaves(id, after: epoch) },
            emit: { event throws(Diagnostic) in
                do throws(TrainingFailure) { try record(event, id, names, curves, in: run) } catch {
                    if case .diagnostic(let diagnostic) = error { throw diagnostic }
                }
            })
        let trainer = Trainer(
            id: id, step: self, compile: compile, classWeight: run.plan.dataset(data)?.classWeight,
            semantics: run.plan.semantics)
        let outcome = try trainer.train(session, on: training, validation: validation, from: left, hooks: hooks)
        try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try curves.synchronize() }
        run.texts.merge(written) { $1 }
        try finish(id, outcome, session, compile, in: run)
        return outcome.history.rows.last?.logs
    }

    /// The name of the file that a ModelCheckpoint writes, by its number in the list.
    static func checkpoint(_ ordinal: Int, of id: String) -> String {
        "\(id)/weights/\(ordinal == 0 ? "best" : "best_\(ordinal + 1)").safetensors"
    }

    /// The name of the file with the model as it leaves the step.
    static func last(of id: String) -> String { "\(id)/weights/last.safetensors" }

    private func source(_ name: String, _ stream: TrainingStream, in run: RunContext) throws(TrainingFailure) -> DatasetBatches {
        let dataset = try run.dataset(name)
        return DatasetBatches(
            dataset, schedule: stream.schedule(dataset), passes: epochs, loaderThreads: run.settings.loaderThreads)
    }

    /// An epoch as `curves.csv` has it.
    private static func row(_ row: History.Row, _ names: [String]) -> Curves.Row {
        Curves.Row(epoch: row.epoch, seconds: row.seconds, values: names.map { row.logs[$0] ?? .nan })
    }

    /// Shows an event, and writes what is worth keeping of it.
    private func record(
        _ event: TrainingEvent, _ id: String, _ names: [String], _ curves: CurvesFile, in run: RunContext
    ) throws(TrainingFailure) {
        run.show(.training(step: id, event))
        switch event {
        case .epochEnded(let row):
            try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in
                try curves.append(Self.row(row, names))
            }
            run.note(id) { $0.epochs = row.epoch }
            try run.emit(
                RunEvent(
                    .epochEnded, step: id, epoch: row.epoch, seconds: row.seconds, waited: row.waitSeconds,
                    values: row.logs.measures))
            try run.publish()
        case .callback(let message):
            try run.emit(
                RunEvent(
                    .callback, step: id, epoch: message.epoch, callback: message.callback, action: message.action.rawValue,
                    message: message.text))
        case .epochBegan, .batchEnded, .validationBegan: break
        }
    }

    /// Writes what the training leaves: weights, metrics and figures.
    private func finish(
        _ id: String, _ outcome: TrainingOutcome, _ session: any EngineSession, _ compile: CompileStep, in run: RunContext
    ) throws(TrainingFailure) {
        try SessionWeights.save(session, to: Self.last(of: id), in: run)
        run.noteTime(worked: outcome.seconds, waiting: outcome.waitSeconds, step: id)
        run.note(id) { record in
            record.trainingSteps = outcome.steps
            record.secondsPerStep = outcome.steps > 0 ? outcome.trainingSeconds / Double(outcome.steps) : nil
            record.stoppedEpoch = outcome.stoppedEarly ? outcome.history.rows.last?.epoch : nil
            record.restoredEpoch = outcome.restoredEpoch
        }
        let values = outcome.history.rows.last?.logs.measures ?? [:]
        try run.write { directory throws(Diagnostic) in
            try directory.write(StepMetrics(step: id, kind: Self.kind, data: data, metrics: values))
        }
        try run.publish()
        try run.write { directory throws(Diagnostic) in try directory.drawLearningCurves(step: id) }
    }
}
