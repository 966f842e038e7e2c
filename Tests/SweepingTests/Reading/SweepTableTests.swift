import Foundation
import Plan
import Results
import TestSupport
import Testing

@testable import Sweeping

@Suite struct SweepTableTests {
    /// A trial that ended with a value, or did not.
    private func trial(_ number: Int, _ phase: TrialState.Phase, epoch: Int = 0) -> TrialState {
        trial(number, 1, phase, epoch: epoch)
    }

    private func trial(_ number: Int, _ seed: Int, _ phase: TrialState.Phase, epoch: Int = 0) -> TrialState {
        var trial = TrialState(
            TrialKey(number: number, seed: seed), Assignment([SweepSetting(path: "rate", value: .number(Double(number)))]))
        trial.phase = phase
        trial.epoch = epoch
        trial.id = "\(number)-\(seed)"
        trial.attempts = 1
        return trial
    }

    private func done(_ value: Double?, _ outcome: TrialEnding.Outcome = .completed, error: String? = nil) -> TrialState.Phase {
        .ended(TrialEnding(outcome, objective: value, seconds: 2, error: error))
    }

    private func reading(
        _ trials: [TrialState], seeds: [Int] = [1], mode: MonitorMode = .max, watch: SchedulerWatch? = nil, working: [Int] = []
    ) -> SweepReading {
        var plan = MadeUpSweep.plan(
            seeds: seeds, mode: mode, scheduler: watch.map { MedianStopping(watch: $0) } ?? NoScheduler() as any SchedulerKind)
        plan.parameters = [SweepParameter(path: "rate", domain: .uniform(low: 0, high: 99))]
        return SweepReading(
            experiment: "e", sweep: plan, trials: trials,
            workers: trials.filter { working.contains($0.key.number) }.map { .init(trial: $0.key, host: "h", process: 1) },
            planned: nil, isComplete: false)
    }

    @Test(arguments: [(MonitorMode.max, [2, 0, 1]), (.min, [1, 0, 2])])
    func theBestFirst(_ mode: MonitorMode, _ order: [Int]) {
        let trials = [0.5, 0.4, 0.6].enumerated().map { trial($0, done($1)) }
        let table = reading(trials, mode: mode).table
        #expect(table.rows.map(\.number) == order)
        #expect(table.best?.number == order[0] && table.bestTrial?.key.number == order[0])
        #expect(reading(trials.reversed(), mode: mode).table.rows == table.rows)
    }

    /// Whatever has no value stands below, and equals by number.
    @Test func whereEachStands() {
        let trials = [
            trial(0, done(nil, .failed)), trial(1, .waiting), trial(2, .running), trial(3, done(0.1)),
            trial(4, done(0.9, .pruned), epoch: 2), trial(5, done(0.1)), trial(6, done(0.8, .pruned), epoch: 4),
            trial(7, .running), trial(8, done(.nan)),
        ]
        let reading = reading(trials, working: [2])
        #expect(reading.table.rows.map(\.number) == [3, 5, 6, 4, 2, 1, 7, 0, 8])
        #expect(
            reading.table.rows.map(\.standing)
                == [.completed, .completed, .pruned, .pruned, .running, .waiting, .waiting, .failed, .failed])
        #expect(reading.counts == [.failed: 1, .waiting: 2, .running: 1, .completed: 3, .pruned: 2])
        #expect(reading.state == .running)
    }

    /// Over seeds: mean and deviation; a point that lacks a seed is no rival yet, however lucky.
    @Test func seeds() throws {
        let trials = [
            trial(0, 1, done(0.5)), trial(0, 2, done(0.7)), trial(0, 3, done(0.6)), trial(1, 1, done(0.9)), trial(1, 2, .waiting),
            trial(1, 3, done(nil, .failed)), trial(2, 1, done(0.55)), trial(2, 2, done(0.74)), trial(2, 3, done(0.66)),
        ]
        let table = reading(trials, seeds: [1, 2, 3]).table
        #expect(table.rows.map(\.number) == [2, 0, 1])
        #expect(table.rows.map(\.standing) == [.completed, .completed, .partial])
        let row = table.rows[1]
        #expect(abs((row.mean ?? 0) - 0.6) < 1e-15 && abs((row.deviation ?? 0) - 0.1) < 1e-15)
        #expect(row.range == 0.5...0.7 && row.seconds == 6)
        // scipy.stats.ttest_rel([0.5, 0.7, 0.6], [0.55, 0.74, 0.66])
        let difference = try #require(row.difference)
        #expect(difference.count == 3 && abs(difference.mean + 0.05) < 1e-15)
        #expect(abs(difference.probability - 0.01307245756034652) < 1e-9 && !difference.isNoise)
        #expect(table.rows[2].difference == nil, "one seed in common says nothing")
        #expect(table.bestTrial?.key == TrialKey(number: 2, seed: 1), "the first seed, not the luckiest")
    }

    @Test func nothingMeasured() {
        for trials in [[], [trial(0, .waiting), trial(1, done(nil, .failed))]] {
            let table = reading(trials).table
            #expect(table.best == nil && table.bestTrial == nil)
        }
    }

    /// What a pruned trial was ended with is the objective only where the scheduler watches that.
    @Test func valuesOfPrunedTrials() {
        let trials = [trial(0, done(0.5)), trial(1, done(0.9, .pruned), epoch: 2)]
        let same = SchedulerWatch(step: "evaluation_1", metric: "val_accuracy", mode: .max, epochs: 9)
        let other = SchedulerWatch(step: "training_1", metric: "val_loss", mode: .min, epochs: 9)
        #expect(reading(trials, watch: same).table.rows[1].mean == 0.9)
        #expect(reading(trials, watch: other).table.rows[1].mean == nil)
        #expect(reading(trials, watch: same).csv.contains("\n1,1,pruned,0.9,1,2,1,2,trials/1-1,\n"))
        #expect(reading(trials, watch: other).csv.contains("\n1,1,pruned,,1,2,1,2,trials/1-1,\n"))
    }

    @Test func parametersThatVary() {
        let table = MadeUpSweep.reading().table
        #expect(table.varying == ["learning_rate", "dropout", "optimizer", MadeUpSweep.key, "weight_decay"])
        var trials = [trial(0, done(1)), trial(1, done(2))]
        for index in trials.indices { trials[index].assignment.settings.append(SweepSetting(path: "same", value: .number(1))) }
        #expect(reading(trials).table.parameters == ["rate", "same"])
        #expect(reading(trials).table.varying == ["rate"])
    }

    /// RFC 4180, a line a trial; a name that a column has is written out.
    @Test func csv() throws {
        var trials = [
            trial(0, done(0.5)), trial(1, done(nil, .failed, error: "NaN in epoch 1, \"loss\"\nsecond line")), trial(2, .waiting),
        ]
        trials[0].assignment.settings += [SweepSetting(path: "seed", value: .yaml("{a: 1, b: \"x\"}"))]
        trials[2].id = nil
        trials[2].attempts = 0
        let records = CSV.parse(reading(trials).csv)
        let header = [
            "number", "seed", "state", "objective", "rate", "parameters.seed", "seconds", "attempts", "epochs", "run", "error",
        ]
        #expect(
            records == [
                header, ["0", "1", "completed", "0.5", "0", "{a: 1, b: \"x\"}", "2", "1", "", "trials/0-1", ""],
                ["1", "1", "failed", "", "1", "", "2", "1", "", "trials/1-1", "NaN in epoch 1, \"loss\"\nsecond line"],
                ["2", "1", "waiting", "", "2", "", "", "0", "", "", ""],
            ])
    }
}
