import Diagnostics
import Engine
import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Training

@Suite struct EvaluatorTests {
    private func evaluator(_ semantics: Semantics = Semantics(.keras224)) throws -> Evaluator {
        Evaluator(
            id: "evaluation_1",
            compile: CompileStep(
                model: "m", loss: try #require(OneOf(BinaryCrossentropy())), optimizer: try #require(OneOf(Adam())),
                metrics: [MetricPlan(name: "acc", metric: try #require(OneOf(BinaryAccuracy())))]), semantics: semantics)
    }

    /// What each era's own Keras says of batches of 4 and 1 (`Tests/Fixtures/eras/make_rules.py`): 2.3 forgets all but the last.
    @Test(arguments: Semantics.Profile.allCases) func evaluatedLossOfTheEras(_ profile: Semantics.Profile) throws {
        struct File: Decodable {
            struct Evaluated: Decodable {
                var losses: [Double]
                var counts: [Int]
                var evaluated: Double
            }
            var evaluated: Evaluated
        }
        let expected = try JSONDecoder().decode(
            File.self, from: Data(contentsOf: Fixtures.url("eras/rules_\(profile.rawValue).json"))
        ).evaluated
        func loss(_ semantics: Semantics) throws -> Double? {
            let results = zip(expected.losses, expected.counts).map { loss, count in
                BatchResult(outputs: [Float](repeating: 0, count: count), loss: loss)
            }
            let session = try ScriptedSession(outputs: 1, trained: [], evaluated: results)
            let batches = expected.counts.map { [Int](repeating: 0, count: $0) }
            let evaluation = try evaluator(semantics).evaluate(session, on: ListedBatches(batches))
            return evaluation.logs["loss"]
        }
        #expect(abs(try #require(try loss(Semantics(profile))) - expected.evaluated) < 1e-5)
        var turned = Semantics(profile)
        turned.evaluatedLoss = turned.evaluatedLoss == .mean ? .lastBatch : .mean
        #expect(try loss(turned) == (turned.evaluatedLoss == .mean ? 22.8 : 100))
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

    /// Small batches are taken through the session together, as many as it likes; each keeps its own loss.
    @Test func smallBatchesGoTogether() throws {
        let session = try ScriptedSession(
            outputs: 1, trained: [], evaluated: (1...5).map { BatchResult(outputs: [0.9], loss: Double($0)) })
        session.inferenceCount = 2
        let source = ListedBatches([[1], [1], [1], [1], [1]])
        var seen: [Int] = []
        let evaluation = try evaluator().evaluate(
            session, on: source, progress: { _ in seen.append(session.batches.count) })
        #expect(evaluation.logs["loss"] == 3 && evaluation.batches == 5 && evaluation.samples == 5)
        #expect(seen == [2, 2, 4, 4, 5])
    }

    @Test(arguments: [(1, [1, 1, 1]), (2, [1, 1, 1]), (3, [1, 1, 1]), (4, [2, 1]), (5, [2, 1]), (6, [3]), (100, [3])])
    func batchesOfTwo(_ together: Int, _ expected: [Int]) throws {
        let source = ListedBatches([[0, 1], [0, 1], [0]])
        _ = source.beginPass(0, from: 0)
        var counts: [Int] = []
        while case let batches = try source.next(together), !batches.isEmpty { counts.append(batches.count) }
        #expect(counts == expected)
    }

    @Test func predictionsOfSmallBatches() throws {
        let session = try ScriptedSession(
            outputs: 2, trained: [], evaluated: [BatchResult(outputs: [0.2, 0.8, 0.7, 0.1, 0.4, 0.6], loss: 0)])
        session.inferenceCount = 4
        let predictions = try Evaluator.predict(session, on: ListedBatches([[1, 0], [1]]))
        #expect(predictions.map(\.outputs) == [[0.2, 0.8], [0.7, 0.1], [0.4, 0.6]])
        #expect(predictions.map(\.label) == [1, 0, 1] && predictions.map(\.sample) == [0, 1, 2])
        #expect(session.batches.map(\.count) == [3] && session.batches[0].inputs == [1, 0, 1])
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
