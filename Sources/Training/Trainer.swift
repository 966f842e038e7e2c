import Diagnostics
import Engine
import Network
import Plan

/// Trains a model (`fit`, `fit_generator`).
///
/// An epoch is: every batch of one pass of the training source; then, in inference mode, every batch of one pass of the validation
/// source; then the learning rate that the epoch ran with is added to the logs; then the callbacks, in the order of the list; then
/// the history. Training logs are means of the batches' values as the model was when each went through, weighed by the number of
/// samples: dropout on, batch statistics in use.
public struct Trainer {
    private let id: String
    private let step: TrainStep
    private let compile: CompileStep
    private let classWeight: [Double]?
    private let semantics: Semantics

    /// Creates a trainer.
    ///
    /// - Parameters:
    ///   - id: The id of the step, for messages.
    ///   - step: What to do.
    ///   - compile: How the model was compiled: its loss and metrics.
    ///   - classWeight: The weight of each class in the training loss, in label order. Metrics and validation know nothing of it.
    ///   - semantics: Which Keras the callbacks follow.
    public init(id: String, step: TrainStep, compile: CompileStep, classWeight: [Double]? = nil, semantics: Semantics) {
        self.id = id
        self.step = step
        self.compile = compile
        self.classWeight = classWeight
        self.semantics = semantics
    }

    /// Trains a compiled session.
    ///
    /// - Throws: `.diagnostic` where the data, the engine or a hook fails or the training loss is no number any more (outcome `failed`;
    ///   a validation loss may be NaN, as in Keras); `.interrupted` between two batches.
    public func train(
        _ session: any EngineSession, on training: any BatchSource, validation: (any BatchSource)? = nil, hooks: TrainingHooks
    ) throws(TrainingFailure) -> TrainingOutcome {
        let clock = ContinuousClock()
        let start = clock.now
        let runner = try PassRunner(id: id, compile: compile, session: session, isInterrupted: hooks.isInterrupted)
        let journal = CallbackJournal(hooks)
        var callbacks = try makeCallbacks()
        var outcome = TrainingOutcome()
        var context = EpochContext(epoch: 0, logs: Logs(), session: session, journal: journal)
        for epoch in 0..<max(step.epochs, 0) where !context.stops {
            let began = clock.now
            let waited = outcome.waitSeconds
            var logs = try fit(epoch, session, training, runner, hooks, &outcome)
            if let validation { try validate(epoch, session, validation, runner, hooks, &logs, &outcome) }
            logs[HistoryNames.learningRate(semantics)] = Self.shortest(session.learningRate)
            context = EpochContext(epoch: epoch, logs: logs, session: session, journal: journal)
            for index in callbacks.indices { try callbacks[index].epochEnded(context) }
            let row = History.Row(
                epoch: epoch + 1, seconds: (clock.now - began).seconds, waitSeconds: outcome.waitSeconds - waited, logs: logs)
            outcome.history.rows.append(row)
            try emit(.epochEnded(row), hooks)
        }
        for index in callbacks.indices { try callbacks[index].trainingEnded(context) }
        outcome.stoppedEarly = context.stops && outcome.history.rows.count < step.epochs
        outcome.messages = journal.messages
        outcome.seconds = (clock.now - start).seconds
        return outcome
    }

    /// The training part of an epoch.
    private func fit(
        _ epoch: Int, _ session: any EngineSession, _ source: any BatchSource, _ runner: PassRunner, _ hooks: TrainingHooks,
        _ outcome: inout TrainingOutcome
    ) throws(TrainingFailure) -> Logs {
        let name = "epoch \(epoch + 1)"
        let summary = try runner.run(source, pass: epoch, name: name, classWeight: classWeight) { steps throws(TrainingFailure) in
            try emit(.epochBegan(epoch: epoch + 1, epochs: step.epochs, steps: steps), hooks)
        } step: { batches throws(EngineError) in
            try batches.map { batch throws(EngineError) in try session.trainStep(batch) }
        } each: { batch, result, steps, summary throws(TrainingFailure) in
            try runner.checkLoss(result, batch, of: source, name: name, number: summary.batches, steps: steps)
            try emit(.batchEnded(summary.progress(epoch: epoch + 1, steps: steps)), hooks)
        }
        outcome.steps += summary.batches
        outcome.trainingSeconds += summary.seconds
        outcome.waitSeconds += summary.waitSeconds
        return summary.scores.logs()
    }

    /// The validation of an epoch; its values are added to the logs.
    private func validate(
        _ epoch: Int, _ session: any EngineSession, _ source: any BatchSource, _ runner: PassRunner, _ hooks: TrainingHooks,
        _ logs: inout Logs, _ outcome: inout TrainingOutcome
    ) throws(TrainingFailure) {
        let name = "the validation of epoch \(epoch + 1)"
        let summary = try runner.run(source, pass: epoch, name: name, together: session.inferenceCount) {
            steps throws(TrainingFailure) in
            try emit(.validationBegan(epoch: epoch + 1, steps: steps), hooks)
        } step: { batches throws(EngineError) in
            try session.evaluate(batches)
        }
        outcome.waitSeconds += summary.waitSeconds
        for entry in summary.scores.logs(prefix: "val_").entries { logs[entry.name] = entry.value }
    }

    private func makeCallbacks() throws(TrainingFailure) -> [any TrainingCallback] {
        var ordinals: [String: Int] = [:]
        var callbacks: [any TrainingCallback] = []
        for entry in step.callbacks {
            guard let kind = entry.kind as? any WorkingCallbackKind else {
                throw .diagnostic(
                    Diagnostic("callback-unknown", .error, "no way to do what \(entry.name) asks for", outcome: .internalFault))
            }
            callbacks.append(kind.makeCallback(semantics: semantics, ordinal: ordinals[entry.name, default: 0]))
            ordinals[entry.name, default: 0] += 1
        }
        return callbacks
    }

    private func emit(_ event: TrainingEvent, _ hooks: TrainingHooks) throws(TrainingFailure) {
        try TrainingFailure.wrap { () throws(Diagnostic) in try hooks.emit(event) }
    }

    /// The double that prints as the float does: 0.001, not 0.0010000000474974513.
    static func shortest(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
}
