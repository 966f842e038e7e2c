import Diagnostics
import Engine
import Network
import Plan
import Testing

@testable import Training

@Suite struct TrainerTests {
    private func trainer(
        _ profile: Semantics.Profile = .keras224, epochs: Int = 1, callbacks: [any Kind] = [], classWeight: [Double]? = nil
    ) throws -> Trainer {
        try trainer(Semantics(profile), epochs: epochs, callbacks: callbacks, classWeight: classWeight)
    }

    private func trainer(
        _ semantics: Semantics, steps: Int? = nil, epochs: Int = 1, callbacks: [any Kind] = [], classWeight: [Double]? = nil
    ) throws -> Trainer {
        let compile = CompileStep(
            model: "m", loss: try #require(OneOf(BinaryCrossentropy())), optimizer: try #require(OneOf(Adam())),
            metrics: [MetricPlan(name: "acc", metric: try #require(OneOf(BinaryAccuracy())))])
        let step = TrainStep(
            model: "m", data: "d", stepsPerEpoch: steps, epochs: epochs, callbacks: try callbacks.map { try #require(OneOf($0)) })
        return Trainer(id: "training_1", step: step, compile: compile, classWeight: classWeight, semantics: semantics)
    }

    private func hooks(interrupted: @escaping () -> Bool = { false }, emit: @escaping (TrainingEvent) -> Void = { _ in })
        -> TrainingHooks
    {
        TrainingHooks(
            saveCheckpoint: { _, _ in "best" }, isInterrupted: interrupted, emit: { (event) throws(Diagnostic) in emit(event) })
    }

    @Test func rowsWeighBatchesAndHoldTheRate() throws {
        let session = try ScriptedSession(
            outputs: 1, trained: [BatchResult(outputs: [0.9, 0.9, 0.1], loss: 1), BatchResult(outputs: [0.2], loss: 5)],
            evaluated: [BatchResult(outputs: [0.1, 0.1], loss: 0.25)])
        let outcome = try trainer().train(
            session, on: ListedBatches([[1, 0, 0], [0]]), validation: ListedBatches([[0, 1]]), hooks: hooks())
        let logs = try #require(outcome.history.rows.first?.logs)
        #expect(logs.names == ["loss", "acc", "val_loss", "val_acc", "lr"])
        #expect(logs.values == [2, 0.75, 0.25, 0.5, 0.001])
        #expect(session.calls == ["train", "train", "evaluate"])
        #expect(outcome.steps == 2)
        #expect(!outcome.stoppedEarly)
    }

    @Test func namesFollowTheSemantics() throws {
        let session = try ScriptedSession(outputs: 1, trained: [BatchResult(outputs: [0], loss: 1)])
        let outcome = try trainer(.keras3).train(session, on: ListedBatches([[0]]), hooks: hooks())
        #expect(outcome.history.rows[0].logs.names == ["loss", "acc", "learning_rate"])
        #expect(
            HistoryNames.all(metrics: ["accuracy"], validated: true, semantics: Semantics(.keras3))
                == ["loss", "accuracy", "val_loss", "val_accuracy", "learning_rate"])
    }

    /// tf.keras ends a training whose data run out within an epoch, once that epoch is validated and the callbacks have seen it.
    @Test func dataThatRunOutEndTheTraining() throws {
        func rows(_ semantics: Semantics, steps: Int?) throws -> Int {
            let session = try ScriptedSession(
                outputs: 1, trained: [BatchResult(outputs: [0], loss: 1)], evaluated: [BatchResult(outputs: [0], loss: 1)])
            var saved = 0
            let outcome = try trainer(semantics, steps: steps, epochs: 4, callbacks: [ModelCheckpoint(saveBestOnly: false)])
                .train(
                    session, on: ListedBatches([[0], [0]]), validation: ListedBatches([[0]]),
                    hooks: TrainingHooks(saveCheckpoint: { (_, _) in
                        saved += 1
                        return ""
                    }))
            #expect(saved == outcome.history.rows.count)
            #expect(outcome.stoppedEarly == (outcome.history.rows.count < 4))
            return outcome.history.rows.count
        }
        let semantics = Semantics(.tfKeras215)
        #expect(try rows(semantics, steps: 3) == 1)
        #expect(try rows(semantics, steps: 2) == 4)
        #expect(try rows(semantics, steps: nil) == 4)
        var turned = semantics
        turned.epochEnd = .truncate
        #expect(try rows(turned, steps: 3) == 4)
    }

    /// The last batch's loss alone, where 2.3 has it so; the training's own loss stays a mean.
    @Test func validationLossFollowsTheSemantics() throws {
        func logs(_ semantics: Semantics) throws -> [Double] {
            let session = try ScriptedSession(
                outputs: 1, trained: [BatchResult(outputs: [0], loss: 1), BatchResult(outputs: [0], loss: 3)],
                evaluated: [BatchResult(outputs: [0], loss: 2), BatchResult(outputs: [0], loss: 4)])
            let outcome = try trainer(semantics).train(
                session, on: ListedBatches([[0], [0]]), validation: ListedBatches([[0], [0]]), hooks: hooks())
            let row = try #require(outcome.history.rows.first).logs
            return [try #require(row["loss"]), try #require(row["val_loss"])]
        }
        var semantics = Semantics(.keras23)
        #expect(try logs(semantics) == [2, 4])
        semantics.evaluatedLoss = .mean
        #expect(try logs(semantics) == [2, 3])
    }

    /// The order within an epoch, and that a reduction shows one epoch later in the logs.
    @Test func callbacksActInOrder() throws {
        let session = try ScriptedSession(
            outputs: 1, trained: [BatchResult(outputs: [0], loss: 1)],
            evaluated: [0.5, 0.6, 0.6].map { BatchResult(outputs: [0], loss: $0) })
        var seen: [String] = []
        let outcome = try trainer(
            epochs: 10,
            callbacks: [
                ModelCheckpoint(saveBestOnly: true), ReduceLROnPlateau(factor: 0.5, patience: 1, minDelta: 0),
                EarlyStopping(patience: 2, restoreBestWeights: true),
            ]
        ).train(
            session, on: ListedBatches([[0]]), validation: ListedBatches([[0]]),
            hooks: hooks(emit: { event in
                switch event {
                case .epochBegan(let epoch, let epochs, let steps): seen.append("begin \(epoch)/\(epochs) of \(steps)")
                case .batchEnded(let progress): seen.append("batch \(progress.step)/\(progress.steps)")
                case .validationBegan(_, let steps): seen.append("validation of \(steps)")
                case .callback(let message): seen.append("\(message.callback) \(message.action.rawValue) \(message.epoch)")
                case .epochEnded(let row): seen.append("end \(row.epoch)")
                }
            }))
        let epoch = { (number: Int) in ["begin \(number)/10 of 1", "batch 1/1", "validation of 1"] }
        let expected: [[String]] = [
            epoch(1), ["ModelCheckpoint saved 1", "end 1"],
            epoch(2), ["ModelCheckpoint not_saved 2", "ReduceLROnPlateau reduced_learning_rate 2", "end 2"],
            epoch(3), ["ModelCheckpoint not_saved 3", "ReduceLROnPlateau reduced_learning_rate 3"],
            ["EarlyStopping restored 1", "end 3", "EarlyStopping stopped 3"],
        ]
        #expect(seen == expected.flatMap { $0 })
        #expect(outcome.history.values("lr") == [0.001, 0.001, 0.0005])
        #expect(outcome.stoppedEarly)
        #expect(outcome.restoredEpoch == 1)
        #expect(session.parameters()[0].values == [1])
    }

    @Test(arguments: [Double.nan, .infinity]) func lossThatIsNoNumber(_ loss: Double) throws {
        let session = try ScriptedSession(
            outputs: 1,
            trained: [
                BatchResult(outputs: [0], loss: 1), BatchResult(outputs: [0], loss: 1), BatchResult(outputs: [0], loss: loss),
            ])
        #expect {
            try trainer(epochs: 3).train(session, on: ListedBatches([[0], [1]]), hooks: hooks())
        } throws: { error in
            guard case .diagnostic(let diagnostic) = error as? TrainingFailure else { return false }
            return diagnostic.outcome == .failed && diagnostic.id == "loss-not-finite"
                && diagnostic.message == "the loss became \(loss) in step training_1, epoch 2, batch 1 of 2"
                && diagnostic.help.last == "the batch held image 0.png"
        }
    }

    /// As in Keras, where a NaN in the validation only keeps callbacks from improving.
    @Test func validationLossMayBeNaN() throws {
        let session = try ScriptedSession(
            outputs: 1, trained: [BatchResult(outputs: [0], loss: 1)], evaluated: [BatchResult(outputs: [.nan], loss: .nan)])
        let outcome = try trainer(epochs: 2).train(
            session, on: ListedBatches([[0]]), validation: ListedBatches([[0]]), hooks: hooks())
        #expect(outcome.history.values("val_loss").allSatisfy { $0.isNaN })
        #expect(outcome.history.rows.count == 2)
    }

    /// Nothing more is called: no callback, no restore, no epoch's end.
    @Test func interruptionIsPromptAndQuiet() throws {
        let session = try ScriptedSession(outputs: 1, trained: [BatchResult(outputs: [0], loss: 1)])
        var ended = 0
        #expect(throws: TrainingFailure.interrupted) {
            try trainer(.keras3, epochs: 9, callbacks: [EarlyStopping(monitor: "loss", restoreBestWeights: true)]).train(
                session, on: ListedBatches([[0], [0], [0]]),
                hooks: hooks(interrupted: { session.step == 5 }, emit: { if case .epochEnded = $0 { ended += 1 } }))
        }
        #expect(session.step == 5)
        #expect(ended == 1)
        #expect(session.parameters()[0].values == [5])
    }

    @Test func classWeightsWeighTrainingAlone() throws {
        let session = try ScriptedSession(
            outputs: 1, trained: [BatchResult(outputs: [0, 0], loss: 1)], evaluated: [BatchResult(outputs: [0], loss: 1)])
        _ = try trainer(classWeight: [1, 3]).train(
            session, on: ListedBatches([[0, 1]]), validation: ListedBatches([[1]]), hooks: hooks())
        #expect(session.batches[0].weights == [1, 3])
        #expect(session.batches[1].weights == nil)
    }

    @Test func targetsFollowTheOutput() throws {
        let session = try ScriptedSession(outputs: 2, trained: [BatchResult(outputs: [0, 0, 0, 0], loss: 1)])
        _ = try trainer().train(session, on: ListedBatches([[0, 1]]), hooks: hooks())
        #expect(session.batches[0].targets == [1, 0, 0, 1])
    }

    @Test func failuresOfTheDataComeThrough() throws {
        let session = try ScriptedSession(outputs: 1, trained: [BatchResult(outputs: [0], loss: 1)])
        let source = ListedBatches([[0], [0]])
        let broken = Diagnostic("image-broken", .error, "it is broken")
        source.failure = (1, broken)
        #expect(throws: TrainingFailure.diagnostic(broken)) { try trainer().train(session, on: source, hooks: hooks()) }
        #expect(throws: TrainingFailure.self) { try trainer().train(session, on: ListedBatches([]), hooks: hooks()) }
    }

    /// A full disk while an event is written ends the training, too.
    @Test func failuresOfTheHooksComeThrough() throws {
        let session = try ScriptedSession(outputs: 1, trained: [BatchResult(outputs: [0], loss: 1)])
        let full = Diagnostic("cannot-write", .error, "full", outcome: .cannotWrite)
        let hooks = TrainingHooks(
            saveCheckpoint: { (_, _) throws(Diagnostic) in "" },
            emit: { (event) throws(Diagnostic) in if case .epochEnded = event { throw full } })
        #expect(throws: TrainingFailure.diagnostic(full)) { try trainer().train(session, on: ListedBatches([[0]]), hooks: hooks) }
    }
}
