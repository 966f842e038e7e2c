import Diagnostics
import Engine
import Network
import Plan
import Testing

@testable import Training

@Suite struct EvaluatorTests {
    private func evaluator() throws -> Evaluator {
        Evaluator(
            id: "evaluation_1",
            compile: CompileStep(
                model: "m", loss: try #require(OneOf(BinaryCrossentropy())), optimizer: try #require(OneOf(Adam())),
                metrics: [MetricPlan(name: "acc", metric: try #require(OneOf(BinaryAccuracy())))]))
    }

    @Test func meansAndPredictions() throws {
        let session = try ScriptedSession(
            outputs: 2, trained: [],
            evaluated: [BatchResult(outputs: [0.9, 0.2, 0.6, 0.7], loss: 1), BatchResult(outputs: [0.5, 0.5], loss: 4)])
        var steps: [Int] = []
        let evaluation = try evaluator().evaluate(
            session, on: ListedBatches([[0, 0], [1]]), progress: { steps.append($0.step) })
        #expect(evaluation.logs["loss"] == 2)
        // Elements: both right, one of two, one of two (0.5 counts as 0).
        #expect(evaluation.logs["acc"] == 4.0 / 6)
        #expect(evaluation.samples == 3)
        #expect(evaluation.batches == 2)
        #expect(steps == [1, 2])
        #expect(evaluation.predictions.map(\.sample) == [0, 1, 2])
        #expect(evaluation.predictions.map(\.label) == [0, 0, 1])
        #expect(evaluation.predictions.map(\.predicted) == [0, 1, 0])
        #expect(evaluation.predictions[1].outputs == [0.6, 0.7])
    }

    @Test func predictsWithoutACompilation() throws {
        let session = try ScriptedSession(outputs: 1, trained: [], evaluated: [BatchResult(outputs: [0.2, 0.8], loss: .nan)])
        let predictions = try Evaluator.predict(session, on: ListedBatches([[1, 1]]))
        #expect(predictions.map(\.predicted) == [0, 1])
    }

    @Test func lossThatIsNoNumber() throws {
        let session = try ScriptedSession(outputs: 1, trained: [], evaluated: [BatchResult(outputs: [0], loss: .nan)])
        #expect {
            try evaluator().evaluate(session, on: ListedBatches([[0]]))
        } throws: { error in
            guard case .diagnostic(let diagnostic) = error as? TrainingFailure else { return false }
            return diagnostic.outcome == .failed && diagnostic.message.contains("evaluation_1, evaluation, batch 1 of 1")
        }
    }

    @Test func interruption() throws {
        let session = try ScriptedSession(outputs: 1, trained: [], evaluated: [BatchResult(outputs: [0], loss: 1)])
        #expect(throws: TrainingFailure.interrupted) {
            try evaluator().evaluate(session, on: ListedBatches([[0]]), isInterrupted: { true })
        }
    }

    @Test func engineErrorsBecomeDiagnostics() throws {
        let session = try ScriptedSession(outputs: 1, trained: [])
        #expect(throws: TrainingFailure.diagnostic(Diagnostic(engine: .notCompiled))) {
            try evaluator().evaluate(session, on: ListedBatches([[0]]))
        }
    }
}
