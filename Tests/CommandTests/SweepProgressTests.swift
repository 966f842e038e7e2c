import Network
import Plan
import Results
import Sweeping
import Testing

@testable import assay

@Suite struct SweepProgressTests {
    private let bar = ProgressBar(isUTF8: false, isColored: false)

    private func progress() throws -> SweepProgress {
        let method = try #require(OneOf<SweepMethodFamily>(GridSearch()))
        let scheduler = try #require(OneOf<SchedulerFamily>(NoScheduler()))
        return SweepProgress(
            SweepPlan(
                name: "default", method: method, scheduler: scheduler, trials: nil,
                objective: SweepObjective(step: "training", metric: "val_acc", mode: .max), parameters: [], seeds: [1], seed: 1))
    }

    private let task = TrialTask(
        key: TrialKey(number: 4, seed: 1),
        assignment: Assignment([
            SweepSetting(path: "steps.compile.optimizer.learning_rate", value: .number(0.001)),
            SweepSetting(path: "activation", value: .yaml("{LeakyReLU: {negative_slope: 0.25}}")),
        ]))
    private let prepared = PreparedTrial(
        id: "abc", trainings: [.init(step: "warm_up", epochs: 2), .init(step: "training", epochs: 8)])

    @Test func aLineATrialAndOneForTheSweep() throws {
        var progress = try progress()
        let settings = "learning_rate=0.001 activation={LeakyReLU: {negative_s…"
        #expect(progress.lines(bar, seconds: 0) == ["sweep"])
        progress.take(.started(task, worker: 0, prepared, attempt: 1, threads: 1))
        #expect(progress.lines(bar, seconds: 0)[0] == "trial 4 (seed 1) [....................] starting  \(settings)")
        progress.take(.event(task, worker: 0, RunEvent(.stepStarted, step: "training")))
        let values: [String: Measure] = ["val_acc": 0.75, "loss": 0.5]
        for epoch in 1...3 {
            progress.take(.event(task, worker: 0, RunEvent(.epochEnded, step: "training", epoch: epoch, values: values)))
        }
        #expect(
            progress.lines(bar, seconds: 0)[0]
                == "trial 4 (seed 1) [=====>..............] training, epoch 4/8 - val_acc: 0.7500  \(settings)")
    }

    /// A run that goes on has done what came before.
    @Test func goingOn() throws {
        var progress = try progress()
        progress.take(.started(task, worker: 0, prepared, attempt: 2, threads: 1))
        progress.take(.event(task, worker: 0, RunEvent(.runResumed, step: "training", epoch: 4)))
        progress.take(.event(task, worker: 0, RunEvent(.stepStarted, step: "training")))
        #expect(progress.lines(bar, seconds: 0)[0].contains("[=========>..........] training, epoch 4/8"))
    }

    @Test func theSweep() throws {
        var progress = try progress()
        var tally = SweepTally()
        (tally.completed, tally.failed, tally.pruned, tally.total) = (9, 1, 0, 40)
        (tally.best, tally.bestPoint) = (0.875, 3)
        progress.take(.started(task, worker: 0, prepared, attempt: 1, threads: 1))
        progress.take(.ended(task, worker: 0, TrialEnding(.completed, objective: 0.5, seconds: 2), log: nil))
        progress.take(.stands(tally))
        #expect(
            progress.lines(bar, seconds: 4) == [
                "sweep [====>...............] 10/40, 1 failed, best val_acc 0.8750 of point 3, 2:00 left"
            ])
    }
}
