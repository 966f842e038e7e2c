import Diagnostics
import Engine
import Network
import Plan

/// One training under way: its epochs, and where it stands between two batches.
final class TrainingLoop {
    let trainer: Trainer
    let session: any EngineSession
    let hooks: TrainingHooks
    private let runner: PassRunner
    let journal: CallbackJournal
    private var callbacks: [any TrainingCallback]
    /// What is finished, and the passes of the epoch under way.
    private var state: TrainingState
    /// Whether a callback asked for a checkpoint before the next batch.
    private var isStateWanted = false
    private let clock = ContinuousClock()
    private var total: Elapsed
    private var epoch: Elapsed

    /// Time of this process after time of those before it.
    private struct Elapsed {
        let before: Double
        let start: ContinuousClock.Instant
        var seconds: Double { before + (ContinuousClock().now - start).seconds }
    }

    init(
        _ trainer: Trainer, session: any EngineSession, callbacks: [any TrainingCallback], from state: TrainingState?,
        hooks: TrainingHooks
    ) throws(TrainingFailure) {
        self.trainer = trainer
        self.session = session
        self.hooks = hooks
        self.callbacks = callbacks
        self.state = state ?? TrainingState()
        runner = try PassRunner(id: trainer.id, compile: trainer.compile, session: session)
        journal = CallbackJournal(hooks, after: self.state.outcome.messages)
        total = Elapsed(before: self.state.seconds, start: clock.now)
        epoch = Elapsed(before: self.state.epochSeconds, start: clock.now)
        if state != nil { try restoreCallbacks() }
    }

    /// Runs the epochs that are left.
    func run(on training: any BatchSource, validation: (any BatchSource)?) throws(TrainingFailure) -> TrainingOutcome {
        while state.outcome.history.rows.count < trainer.step.epochs, !state.stops {
            let done = state.outcome.history.rows.count
            if done > 0, state.training == nil, try leaves(after: done) { throw .interrupted }
            try epoch(done, training, validation)
        }
        let session = session
        try TrainingFailure.wrap { () throws(EngineError) in try session.finishTraining() }
        let last = state.outcome.history.rows.last
        let context = EpochContext(
            epoch: (last?.epoch ?? 1) - 1, logs: last?.logs ?? Logs(), session: session, journal: journal)
        for index in callbacks.indices { try callbacks[index].trainingEnded(context) }
        var outcome = state.outcome
        outcome.stoppedEarly = state.stops && outcome.history.rows.count < trainer.step.epochs
        outcome.messages = journal.messages
        outcome.seconds = total.seconds
        return outcome
    }

    /// One epoch (from 0), or what is left of it.
    private func epoch(
        _ number: Int, _ training: any BatchSource, _ validation: (any BatchSource)?
    ) throws(TrainingFailure) {
        epoch = Elapsed(before: state.epochSeconds, start: clock.now)
        if state.training == nil { try begin(number) }
        let fitted = try fit(number, training)
        state.training = fitted.state
        var logs = fitted.scores.logs()
        var waited = fitted.waitSeconds
        if let validation {
            let measured = try validate(number, validation)
            for entry in measured.scores.logs(prefix: "val_", loss: trainer.semantics.evaluatedLoss).entries {
                logs[entry.name] = entry.value
            }
            waited += measured.waitSeconds
        }
        logs[HistoryNames.learningRate(trainer.semantics)] = Trainer.shortest(session.learningRate)
        let context = EpochContext(epoch: number, logs: logs, session: session, journal: journal)
        for index in callbacks.indices { try callbacks[index].epochEnded(context) }
        let row = History.Row(epoch: number + 1, seconds: epoch.seconds, waitSeconds: waited, logs: logs)
        state.outcome.history.rows.append(row)
        state.outcome.steps += fitted.batches
        state.outcome.trainingSeconds += fitted.seconds
        state.outcome.waitSeconds += waited
        state.outcome.messages = journal.messages
        // tf.keras ends a training whose data run out.
        let ranOut = trainer.semantics.epochEnd == .restart && fitted.taken < trainer.step.stepsPerEpoch ?? 0
        state.stops = context.stops || ranOut || fitted.isCut
        (state.training, state.validation) = (nil, nil)
        epoch = Elapsed(before: 0, start: clock.now)
        try emit(.epochEnded(row))
        try keepState()
    }

    /// What happens before the first batch of an epoch (from 0).
    private func begin(_ number: Int) throws(TrainingFailure) {
        try thaw(atEpoch: number + 1)
        let context = EpochContext(epoch: number, logs: Logs(), session: session, journal: journal)
        for index in callbacks.indices { try callbacks[index].epochBegan(context) }
    }

    /// The training part of an epoch.
    private func fit(_ epoch: Int, _ source: any BatchSource) throws(TrainingFailure) -> PassRunner.Summary {
        let name = "epoch \(epoch + 1)"
        return try runner.run(
            source, pass: epoch, name: name, from: state.training, classWeight: trainer.classWeight,
            begins: { steps, summary throws(TrainingFailure) in
                try emit(.epochBegan(epoch: epoch + 1, epochs: trainer.step.epochs, steps: steps))
                if summary.batches > 0 { try emit(.batchEnded(summary.progress(epoch: epoch + 1, steps: steps))) }
            },
            between: { summary throws(TrainingFailure) in
                state.training = summary.state
                // While the validation is under way this part is done, and its end no place to stop at.
                if state.validation == nil { try pause() }
            },
            step: { batches throws(EngineError) in try batches.map { batch throws(EngineError) in try session.trainStep(batch) }
            },
            each: { batch, result, steps, summary throws(TrainingFailure) in
                let context = BatchContext(
                    epoch: epoch, batch: summary.batches - 1, loss: result.loss, step: session.step, journal: journal)
                for index in callbacks.indices { try callbacks[index].batchEnded(context) }
                if !context.stops {
                    try runner.checkLoss(result, batch, of: source, name: name, number: summary.batches, steps: steps)
                }
                isStateWanted = isStateWanted || context.keepsState
                try emit(.batchEnded(summary.progress(epoch: epoch + 1, steps: steps)))
                return !context.stops
            })
    }

    /// The validation of an epoch.
    private func validate(_ epoch: Int, _ source: any BatchSource) throws(TrainingFailure) -> PassRunner.Summary {
        try runner.run(
            source, pass: epoch, name: "the validation of epoch \(epoch + 1)", from: state.validation,
            together: session.inferenceCount,
            begins: { steps, _ throws(TrainingFailure) in try emit(.validationBegan(epoch: epoch + 1, steps: steps)) },
            between: { summary throws(TrainingFailure) in
                state.validation = summary.state
                try pause()
            },
            step: { batches throws(EngineError) in try session.evaluate(batches) })
    }

    // MARK: Between two batches

    /// Keeps the state where that is wanted, and leaves where someone asked for it.
    private func pause() throws(TrainingFailure) {
        let leaves = hooks.isInterrupted()
        if leaves || isStateWanted || hooks.wantsState() { try keepState() }
        if leaves { throw .interrupted }
    }

    /// Whether someone asked to leave the training at the end of an epoch (from 1), whose state was kept.
    private func leaves(after epoch: Int) throws(TrainingFailure) -> Bool {
        let hooks = hooks
        return try TrainingFailure.wrap { () throws(Diagnostic) in try hooks.leaves(epoch) }
    }

    private func keepState() throws(TrainingFailure) {
        isStateWanted = false
        state.epochSeconds = epoch.seconds
        state.seconds = total.seconds
        state.callbacks = []
        state.heldWeights = [:]
        for (index, callback) in callbacks.enumerated() {
            do { state.callbacks.append(try callback.encodedState()) } catch {
                throw .diagnostic(
                    Diagnostic(
                        "cannot-encode", .error, "the state of callback \(index + 1) cannot be written: \(error)",
                        outcome: .internalFault))
            }
            state.heldWeights[index] = callback.heldWeights
        }
        let state = state
        try TrainingFailure.wrap { () throws(Diagnostic) in try hooks.keepState(state) }
    }

    private func restoreCallbacks() throws(TrainingFailure) {
        guard state.callbacks.count == callbacks.count else {
            throw misfit("it has \(state.callbacks.count) callbacks, and the plan \(callbacks.count)")
        }
        let network = session.network
        for index in callbacks.indices {
            do { try callbacks[index].restore(state.callbacks[index]) } catch {
                throw misfit("callback \(index + 1) cannot read its state")
            }
            guard let held = state.heldWeights[index] else { continue }
            guard held.map(\.shape) == network.parameters.map(\.parameter.shape) else {
                throw misfit("the weights that callback \(index + 1) keeps are of another network")
            }
            callbacks[index].heldWeights = held
        }
    }

    private func misfit(_ reason: String) -> TrainingFailure {
        .diagnostic(
            Diagnostic(
                "checkpoint-misfit", .error, "step \(trainer.id) cannot go on from its checkpoint: \(reason)",
                help: ["run again without --resume"]))
    }

    private func emit(_ event: TrainingEvent) throws(TrainingFailure) {
        try TrainingFailure.wrap { () throws(Diagnostic) in try hooks.emit(event) }
    }
}
