import Foundation
import Plan
import Results
import TestSupport
import Testing

@testable import Sweeping

@Suite struct TrialMeasuresTests {
    private let folder: TemporaryFolder
    private let directory: RunDirectory

    init() throws {
        folder = try TemporaryFolder()
        directory = RunDirectory(existing: folder.url)
        try directory.write(
            """
            epoch,seconds,loss,acc,val_acc
            1,0.5,0.9,0.5,0.25
            2,0.5,0.7,0.625,0.75
            3,0.5,0.8,nan,0.5

            """, to: "training/curves.csv")
        var record = RunRecord(experiment: "x", runId: "y", seed: 1, semantics: "keras-3")
        record.metrics = ["evaluation": ["loss": 0.625, "acc": Measure(.nan)]]
        try directory.write(record)
    }

    private func objective(
        _ step: String, _ metric: String, _ mode: MonitorMode, _ epoch: SweepObjective.Epoch = .best
    ) -> Double? {
        TrialMeasures(directory: directory).objective(SweepObjective(step: step, metric: metric, mode: mode, epoch: epoch))
    }

    @Test func ofATraining() {
        #expect(objective("training", "loss", .min) == 0.7)
        #expect(objective("training", "val_acc", .max) == 0.75)
        #expect(objective("training", "loss", .min, .last) == 0.8)
        #expect(objective("training", "val_acc", .max, .last) == 0.5)
        // A value that is no number is not the best, and may be the last.
        #expect(objective("training", "acc", .max) == 0.625)
        #expect(objective("training", "acc", .max, .last) == nil)
    }

    @Test func ofAnEvaluation() {
        #expect(objective("evaluation", "loss", .min) == 0.625)
        #expect(objective("evaluation", "acc", .max) == nil)
        #expect(objective("evaluation", "auc", .max) == nil)
        #expect(objective("nothing", "loss", .min) == nil)
    }

    @Test func watched() {
        let watch = SchedulerWatch(step: "training", metric: "val_acc", mode: .max, epochs: 4)
        #expect(TrialMeasures(directory: directory).values(watch) == [0.25, 0.75, 0.5])
        let other = SchedulerWatch(step: "nothing", metric: "val_acc", mode: .max, epochs: 4)
        #expect(TrialMeasures(directory: directory).values(other).isEmpty)
    }
}
