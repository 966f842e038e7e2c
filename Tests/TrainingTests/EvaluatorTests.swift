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
