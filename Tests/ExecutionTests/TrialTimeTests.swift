import Network
import Plan
import Testing

@testable import Execution

/// The time of a run from that of its steps.
struct TrialTimeTests {
    private func record(_ id: String) -> BenchmarkRecord.Step {
        BenchmarkRecord.Step(
            id: id, model: "net", images: 10, frozen: 0, msMedian: 5, msMin: 4, evaluateMsMedian: 2, gflops: 0, restMs: nil,
            programBytes: nil, peakBytes: nil, layers: [])
    }

    private func plan(counts: [Int]?, steps: Int? = nil) throws -> Plan {
        func data(_ name: String, _ counts: [Int]?, _ batch: Int) -> DatasetPlan {
            DatasetPlan(
                name: name, source: .folder(path: "/d"), counts: counts, imageSize: DatasetPlan.ImageSize(height: 8, width: 8),
                batchSize: batch)
        }
        let train = try #require(
            OneOf<StepFamily>(TrainStep(model: "net", data: "a", validationData: "b", stepsPerEpoch: steps, epochs: 3)))
        let evaluate = try #require(OneOf<StepFamily>(EvaluateStep(model: "net", data: "b")))
        return Plan(
            name: "x", description: "", semantics: Semantics(.keras3), seed: 0,
            datasets: [data("a", counts, 10), data("b", [50, 50], 25)],
            models: [], steps: [StepPlan(id: "t", action: train), StepPlan(id: "e", action: evaluate)], claims: [])
    }

    @Test func stepsAndValidationsAndEvaluationsAreAddedUp() throws {
        // An epoch: 7 batches of 4 ms, and 100 images at 0.2 ms; three of them, and 100 images more.
        let time = try #require(TrialTime(of: try plan(counts: [30, 35]), timed: [record("t")]))
        #expect(abs(time.seconds - (3 * (7 * 0.004 + 0.02) + 0.02)) < 1e-12)
        #expect(time.steps == [TrialTime.Step(id: "t", milliseconds: 4)])
        let short = try #require(TrialTime(of: try plan(counts: [30, 35], steps: 2), timed: [record("t")]))
        #expect(abs(short.seconds - (3 * (2 * 0.004 + 0.02) + 0.02)) < 1e-12)
    }

    @Test func withoutDataThereIsNone() throws {
        #expect(TrialTime(of: try plan(counts: nil), timed: [record("t")]) == nil)
        #expect(TrialTime(of: try plan(counts: [1]), timed: []) == nil)
    }
}
