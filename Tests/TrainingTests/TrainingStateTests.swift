import Diagnostics
import Engine
import Foundation
import Network
import Plan
import Testing

@testable import Training

/// A training that is left between two batches, and goes on from there in another process.
@Suite struct TrainingStateTests {
    private static let callbacks: [any Kind] = [
        ModelCheckpoint(saveBestOnly: true), ReduceLROnPlateau(factor: 0.5, patience: 1, minDelta: 0, cooldown: 1),
        EarlyStopping(patience: 3, restoreBestWeights: true),
    ]

    private func trainer(_ profile: Semantics.Profile) throws -> Trainer {
        let compile = CompileStep(
            model: "m", loss: try #require(OneOf(BinaryCrossentropy())), optimizer: try #require(OneOf(Adam())),
            metrics: [MetricPlan(name: "acc", metric: try #require(OneOf(BinaryAccuracy())))])
        let step = TrainStep(model: "m", data: "d", epochs: 9, callbacks: try Self.callbacks.map { try #require(OneOf($0)) })
        return Trainer(id: "training_1", step: step, compile: compile, semantics: Semantics(profile))
    }

    /// Losses whose sums are no round numbers; the validation gets better, then worse, and is a NaN once.
    private func session() throws -> ScriptedSession {
        try ScriptedSession(
            outputs: 1, trained: (0..<40).map { BatchResult(outputs: [0.9, 0.2], loss: 1 / Double($0 + 3)) },
            evaluated: [0.7, 0.1, 0.6, 0.3, .nan, 0.2, 0.9, 0.8, 0.8, 0.9, 1, 1.1, 1.2, 1.3].map {
                BatchResult(outputs: [0.4], loss: $0 / 3)
            })
    }

    /// What a training left to the world, without times.
    private struct Story: Equatable {
        var events: [String] = []
        var rows: [String] = []
        var messages: [CallbackMessage] = []
        var isStopped = false
        var steps = 0
        var weights: [Tensor] = []
        var rate: Float = 0

        mutating func end(_ outcome: TrainingOutcome, _ session: ScriptedSession) {
            rows = outcome.history.rows.map { "\($0.epoch) \($0.logs.names) \($0.logs.values)" }
            messages = outcome.messages
            (isStopped, steps) = (outcome.stoppedEarly, outcome.steps)
            (weights, rate) = (session.parameters(), session.learningRate)
        }
    }

    /// A moment at which the state was kept: all of it as a file would hold it.
    private struct Moment {
        var state: Data
        var held: [Int: [Tensor]]
        var weights: [Tensor]
        var optimizer: OptimizerState
        var evaluations: Int
        var events: Int
    }

    private func run(
        _ profile: Semantics.Profile, from moment: Moment? = nil, keep: @escaping (Moment) -> Void = { _ in }
    ) throws -> Story {
        let session = try session()
        var state: TrainingState?
        if let moment {
            session.setParameters(moment.weights)
            session.setOptimizerState(moment.optimizer)
            session.evaluations = moment.evaluations
            state = try ExactJSON.decode(TrainingState.self, from: moment.state)
            state?.heldWeights = moment.held
        }
        var story = Story()
        let hooks = TrainingHooks(
            saveCheckpoint: { _, _ in "best" }, wantsState: { true },
            keepState: { state in
                guard let data = try? ExactJSON.encode(state) else { return }
                keep(
                    Moment(
                        state: data, held: state.heldWeights, weights: session.parameters(),
                        optimizer: session.optimizerState(), evaluations: session.evaluations, events: story.events.count))
            },
            emit: { event in
                switch event {
                case .callback(let message): story.events.append("\(message)")
                case .epochEnded(let row): story.events.append("\(row.epoch) \(row.logs)")
                case .epochBegan, .batchEnded, .validationBegan: break
                }
            })
        let outcome = try trainer(profile).train(
            session, on: ListedBatches([[1, 0], [0, 1], [1, 1]]), validation: ListedBatches([[0], [1]]), from: state,
            hooks: hooks)
        story.end(outcome, session)
        return story
    }

    @Test(arguments: [Semantics.Profile.keras224, .keras3]) func goesOnFromEveryMoment(_ profile: Semantics.Profile) throws {
        var moments: [Moment] = []
        let whole = try run(profile) { moments.append($0) }
        #expect(whole.isStopped && whole.messages.contains { $0.action == .reducedLearningRate })
        // Three batches and an end, two batches and an end, and the end of the epoch, in each of four epochs.
        #expect(moments.count == 4 * 8)
        for (number, moment) in moments.enumerated() {
            var rest = try run(profile, from: moment)
            rest.events = whole.events.prefix(moment.events) + rest.events
            #expect(rest == whole, "moment \(number)")
        }
    }

    @Test func theStateIsKeptBeforeItIsLeft() throws {
        var questions = 0
        var kept: [TrainingState] = []
        let hooks = TrainingHooks(
            saveCheckpoint: { _, _ in "best" },
            isInterrupted: {
                questions += 1
                return questions == 3
            }, keepState: { kept.append($0) })
        let session = try session()
        #expect(throws: TrainingFailure.interrupted) {
            try trainer(.keras3).train(session, on: ListedBatches([[1, 0], [0, 1], [1, 1]]), hooks: hooks)
        }
        #expect(kept.count == 1 && kept[0].training?.batches == 2 && kept[0].epoch == 1)
        #expect(session.step == 2)
    }

    @Test func whatDoesNotFitIsSaid() throws {
        var state = TrainingState()
        state.callbacks = ["{}"]
        let session = try session()
        let failure = #expect(throws: TrainingFailure.self) {
            try trainer(.keras3).train(
                session, on: ListedBatches([[1]]), from: state, hooks: TrainingHooks(saveCheckpoint: { _, _ in "best" }))
        }
        guard case .diagnostic(let diagnostic) = failure else {
            Issue.record("no diagnostic")
            return
        }
        #expect(diagnostic.id == "checkpoint-misfit" && diagnostic.message.contains("1 callbacks, and the plan 3"))
    }

    /// Every double comes back bit for bit, and what JSON has no word for by name.
    @Test func numbersComeBackExactly() throws {
        var values: [Double] = [0, -0.0, 0.1, 1 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity]
        for index in 0..<200 { values.append(Double(bitPattern: UInt64(index) &* 0x9E37_79B9_7F4A_7C15)) }
        values = values.filter { !$0.isNaN }
        let back = try ExactJSON.decode([Double].self, from: ExactJSON.encode(values))
        #expect(back.map(\.bitPattern) == values.map(\.bitPattern))
        #expect(try ExactJSON.decode([Double].self, from: ExactJSON.encode([Double.nan]))[0].isNaN)
    }

    /// States with values that JSON has no word for.
    @Test func callbacksComeBack() throws {
        var stopping = EarlyStoppingCallback(settings: EarlyStopping(), semantics: Semantics(.keras3))
        stopping.state.best = -.infinity
        (stopping.state.bestEpoch, stopping.state.wait, stopping.state.stoppedEpoch) = (3, 2, 4)
        var other = EarlyStoppingCallback(settings: EarlyStopping(), semantics: Semantics(.keras3))
        try other.restore(stopping.encodedState())
        #expect(other.state == stopping.state)

        var reducing = ReduceLROnPlateauCallback(settings: ReduceLROnPlateau(), semantics: Semantics(.keras3))
        reducing.state.best = .nan
        (reducing.state.wait, reducing.state.cooldown) = (7, 1)
        var second = ReduceLROnPlateauCallback(settings: ReduceLROnPlateau(), semantics: Semantics(.keras3))
        try second.restore(reducing.encodedState())
        #expect(second.state.best?.isNaN == true && second.state.wait == 7 && second.state.cooldown == 1)

        var saving = ModelCheckpointCallback(settings: ModelCheckpoint(), semantics: Semantics(.keras3), ordinal: 0)
        saving.state.best = 0.1
        saving.state.savedEpoch = 2
        var third = ModelCheckpointCallback(settings: ModelCheckpoint(), semantics: Semantics(.keras3), ordinal: 0)
        try third.restore(saving.encodedState())
        #expect(third.state == saving.state)
        #expect(throws: (any Error).self) { try third.restore("{") }
    }
}
