import Diagnostics
import Engine
import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Training

/// Against Keras 3's own; see `Tests/Fixtures/training/make_epoch_callbacks.py`.
@Suite struct EpochCallbackTests {
    private struct File: Decodable {
        struct Schedule: Decodable {
            var table: [String: Double]
            var losses: [Double]
            var plateau: Bool
            var rates: [Double]
        }
        struct Table: Decodable {
            var separator: String
            var append: Bool
            var trainings: [[[String: String]]]
            var text: String
        }
        struct Ended: Decodable {
            var epochs: Int
            var names: [String]
            var seen: [String]
        }
        var schedules: [Schedule]
        var csv: [Table]
        var nan: Ended
    }

    private func file() throws -> File {
        try JSONDecoder().decode(File.self, from: Data(contentsOf: Fixtures.url("training/epoch_callbacks.json")))
    }

    @Test func learningRateScheduler() throws {
        let schedules = try file().schedules
        #expect(schedules.count == 3)
        for schedule in schedules {
            let entries = try schedule.table.map { key, rate in
                LearningRateScheduler.Entry(epoch: try #require(Int(key)), learningRate: rate)
            }
            let semantics = Semantics(.keras3)
            var callbacks = [LearningRateScheduler(epochs: entries).makeCallback(semantics: semantics, ordinal: 0)]
            if schedule.plateau {
                let plateau = ReduceLROnPlateau(monitor: "loss", factor: 0.5, patience: 1, minDelta: 0)
                callbacks.append(plateau.makeCallback(semantics: semantics, ordinal: 0))
            }
            let session = try ScriptedSession(outputs: 1, trained: [])
            let journal = CallbackJournal(TrainingHooks(saveCheckpoint: { _, _ in "" }))
            var rates: [Double] = []
            for (epoch, loss) in schedule.losses.enumerated() {
                var logs = Logs()
                let begin = EpochContext(epoch: epoch, logs: logs, session: session, journal: journal)
                for index in callbacks.indices { try callbacks[index].epochBegan(begin) }
                rates.append(Double(session.learningRate))
                logs["loss"] = loss
                let end = EpochContext(epoch: epoch, logs: logs, session: session, journal: journal)
                for index in callbacks.indices { try callbacks[index].epochEnded(end) }
            }
            #expect(rates == schedule.rates)
        }
    }

    @Test func csvLogger() throws {
        let tables = try file().csv
        #expect(tables.count == 5)
        for table in tables {
            // What the trainings before have left, as a run remembers it.
            nonisolated(unsafe) var files: [String: String] = [:]
            for rows in table.trainings {
                let earlier = files
                let journal = CallbackJournal(
                    TrainingHooks(
                        saveCheckpoint: { _, _ in "" }, writtenText: { earlier[$0] },
                        writeText: { (text, file) throws(Diagnostic) in files[file] = text }))
                var callback = CSVLogger(filename: "training.csv", separator: table.separator, append: table.append)
                    .makeCallback(semantics: Semantics(.keras3), ordinal: 0)
                let session = try ScriptedSession(outputs: 1, trained: [])
                for (epoch, row) in rows.enumerated() {
                    var logs = Logs()
                    for (name, text) in row {
                        let value = try #require(Double(text))
                        logs[name] = value
                    }
                    try callback.epochEnded(EpochContext(epoch: epoch, logs: logs, session: session, journal: journal))
                    // In another process.
                    var other = CSVLogger(filename: "training.csv", separator: table.separator, append: table.append)
                        .makeCallback(semantics: Semantics(.keras3), ordinal: 0)
                    try other.restore(callback.encodedState())
                    callback = other
                }
                files["training.csv"] = nil
                try callback.trainingEnded(EpochContext(epoch: 0, logs: Logs(), session: session, journal: journal))
            }
            #expect(files["training.csv"] == table.text)
        }
    }

    private func trainer(_ callbacks: [any Kind]) throws -> Trainer {
        let compile = CompileStep(
            model: "m", loss: try #require(OneOf(BinaryCrossentropy())), optimizer: try #require(OneOf(Adam())), metrics: [])
        let step = TrainStep(model: "m", data: "d", epochs: 3, callbacks: try callbacks.map { try #require(OneOf($0)) })
        return Trainer(id: "training_1", step: step, compile: compile, semantics: Semantics(.keras3))
    }

    private func session() throws -> ScriptedSession {
        try ScriptedSession(
            outputs: 1, trained: [1, 1, .nan, 1].map { BatchResult(outputs: [0.5], loss: $0) },
            evaluated: [BatchResult(outputs: [0.5], loss: .nan)])
    }

    /// The epoch ends with the batch, is validated, and is the last; without the callback such a loss is an error.
    @Test func terminateOnNaN() throws {
        let expected = try file().nan
        let session = try session()
        var steps = 0
        let outcome = try trainer([TerminateOnNaN()]).train(
            session, on: ListedBatches([[0], [0], [0], [0]]), validation: ListedBatches([[0]]),
            hooks: TrainingHooks(
                saveCheckpoint: { _, _ in "" },
                emit: { (event) throws(Diagnostic) in if case .batchEnded = event { steps += 1 } }))
        #expect(outcome.history.rows.count == expected.epochs)
        #expect(outcome.history.rows[0].logs.names.filter { $0 != "learning_rate" }.sorted() == expected.names)
        #expect(session.calls == expected.seen.map { $0 == "validation" ? "evaluate" : "train" })
        #expect(steps == 3 && outcome.steps == 3 && outcome.stoppedEarly)
        #expect(outcome.history.rows[0].logs["loss"]?.isNaN == true)
        #expect(outcome.messages.map(\.text) == ["Batch 2: Invalid loss, terminating training"])
        #expect(throws: TrainingFailure.self) {
            try trainer([]).train(
                self.session(), on: ListedBatches([[0], [0], [0]]), hooks: TrainingHooks(saveCheckpoint: { _, _ in "" }))
        }
    }

    /// Left in the validation of the epoch that was cut short, the training does not go on with the rest of it.
    @Test func anEpochThatWasCutStaysSo() throws {
        nonisolated(unsafe) var kept: TrainingState?
        nonisolated(unsafe) var isValidating = false
        let hooks = TrainingHooks(
            saveCheckpoint: { _, _ in "" }, isInterrupted: { isValidating && kept == nil },
            keepState: { (state) throws(Diagnostic) in kept = state },
            emit: { (event) throws(Diagnostic) in if case .validationBegan = event { isValidating = true } })
        let first = try session()
        #expect(throws: TrainingFailure.interrupted) {
            try trainer([TerminateOnNaN()]).train(
                first, on: ListedBatches([[0], [0], [0], [0]]), validation: ListedBatches([[0]]), hooks: hooks)
        }
        let state = try #require(kept)
        #expect(state.training?.isCut == true)
        let second = try session()
        second.setOptimizerState(first.optimizerState())
        let outcome = try trainer([TerminateOnNaN()]).train(
            second, on: ListedBatches([[0], [0], [0], [0]]), validation: ListedBatches([[0]]), from: state, hooks: hooks)
        #expect(second.calls == ["evaluate"])
        #expect(outcome.stoppedEarly && outcome.history.rows.count == 1 && outcome.steps == 3)
    }

    /// A state each two steps, whatever the epochs are.
    @Test func backupAndRestore() throws {
        func states(_ callbacks: [any Kind]) throws -> [String] {
            var states: [String] = []
            _ = try trainer(callbacks).train(
                ScriptedSession(outputs: 1, trained: [BatchResult(outputs: [0.5], loss: 1)]),
                on: ListedBatches([[0], [0], [0]]),
                hooks: TrainingHooks(
                    saveCheckpoint: { _, _ in "" },
                    keepState: { (state) throws(Diagnostic) in states.append("\(state.epoch)/\(state.training?.batches ?? 0)") }))
            return states
        }
        #expect(try states([BackupAndRestore()]) == ["2/0", "3/0", "4/0"])
        #expect(try states([BackupAndRestore(saveFreq: 2)]) == ["1/2", "2/0", "2/1", "2/3", "3/0", "3/2", "4/0"])
    }
}
