import Foundation
import Plan
import Results
import TestSupport
import Testing

@testable import Sweeping

@Suite struct SweepFiguresTests {
    private let watch = SchedulerWatch(step: "training_1", metric: "val_loss", mode: .min, epochs: 9)

    /// Run directories with curves: some end early, one in NaN.
    private func curves(_ reading: SweepReading, in folder: URL) throws -> SweepCurves? {
        for trial in reading.trials {
            guard let id = trial.id, trial.phase != .waiting else { continue }
            let epochs = trial.ending?.outcome == .completed ? 9 : 2
            let rows = (1...epochs).map { epoch -> Curves.Row in
                let isLost = trial.ending?.outcome == .failed && epoch == 2
                let loss = 0.2 + 0.7 / Double(epoch) + 0.01 * Double(trial.key.number % 17)
                return Curves.Row(epoch: epoch, seconds: 1, values: [isLost ? .nan : loss, isLost ? .nan : loss * 1.1])
            }
            let url = folder.appendingPathComponent("trials/\(id)/training_1/curves.csv")
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Curves(names: ["loss", "val_loss"], rows: rows).text.write(to: url, atomically: false, encoding: .utf8)
        }
        return SweepCurves(reading, in: folder)
    }

    private let importance: [(path: String, share: Double)] = [
        ("learning_rate", 0.612), (MadeUpSweep.key, 0.2), ("dropout", 0.12), ("weight_decay", 0.06), ("optimizer", 0.008),
    ]

    private func all(_ reading: SweepReading) throws -> [(name: String, figure: SweepFigures.Figure)] {
        let folder = try TemporaryFolder()
        return SweepFigures(reading).all(importance: importance, curves: try curves(reading, in: folder.url))
    }

    /// `FIGURES=folder swift test --filter SweepFiguresTests` leaves them there to be looked at.
    @Test func allOfThem() throws {
        for (name, reading) in [
            ("max", MadeUpSweep.reading()), ("min", MadeUpSweep.reading(seeds: [1], mode: .min, scheduler: ASHA(watch: watch))),
            ("few", MadeUpSweep.reading(points: 2)), ("none", MadeUpSweep.reading(points: 0)),
        ] {
            let figures = try all(reading)
            #expect(figures.map(\.name).starts(with: ["history", "slices", "parallel", "importance"]))
            #expect(figures.contains { $0.name == "curves" } == (name != "none"))
            guard let folder = ProcessInfo.processInfo.environment["FIGURES"] else { continue }
            let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try SweepFigures.write(figures, to: url)
        }
    }

    @Test func equalResultsAreEqualBytes() throws {
        let reading = MadeUpSweep.reading()
        // Another order, other times and attempts.
        let other = SweepReading(
            experiment: reading.experiment, sweep: reading.sweep,
            trials: reading.trials.reversed().map { trial in
                var trial = trial
                trial.attempts = 3
                trial.started = nil
                if let ending = trial.ending {
                    trial.phase = .ended(
                        TrialEnding(ending.outcome, objective: ending.objective, seconds: 1, error: ending.error))
                }
                return trial
            }, workers: reading.workers, planned: nil, isComplete: false)
        let (first, second) = (try all(reading), try all(other))
        #expect(first.map(\.name) == second.map(\.name))
        for (a, b) in zip(first, second) {
            #expect(try a.figure.svg() == b.figure.svg())
            #expect(try a.figure.png() == b.figure.png())
        }
    }

    @Test func theBestSoFarNeverGetsWorse() throws {
        for mode in MonitorMode.allCases {
            let reading = MadeUpSweep.reading(mode: mode)
            let stairs = try #require(SweepFigures(reading).history.panels.first?.lines.first)
            let costs = stairs.y.map(reading.sweep.objective.cost)
            #expect(zip(costs, costs.dropFirst()).allSatisfy { $0 >= $1 } && costs.count > 40)
            #expect(stairs.y.last == reading.table.best?.mean)
        }
    }

    /// A loss of ten thousand leaves the others apart.
    @Test func whatDivergedDoesNotSquashTheRest() {
        let reading = MadeUpSweep.reading(seeds: [1], mode: .min)
        let figure = SweepFigures(reading).slices
        #expect(figure.panels.count == 5)
        #expect(figure.panels.allSatisfy { $0.y.range.upperBound < 10 })
        #expect(figure.panels[0].points[0].y.contains { $0 == 1e4 }, "it is shown at the end of the axis")
        #expect(figure.keys.contains { $0.name == "beyond the axis" })
    }

    /// Values of what failed leave the others apart, too.
    @Test func aWildValueThatFailed() {
        var trials = MadeUpSweep.reading().trials
        for index in trials.indices where trials[index].key.number == 13 {
            trials[index].assignment.settings[0].value = .number(1e30)
        }
        let plan = MadeUpSweep.plan()
        let reading = SweepReading(experiment: "e", sweep: plan, trials: trials, workers: [], planned: nil, isComplete: false)
        #expect(SweepFigures(reading).parameterAxis("learning_rate").axis.range.upperBound < 1)
    }

    @Test func scalesAreThoseOfTheParameters() {
        let figures = SweepFigures(MadeUpSweep.reading())
        func scale(_ path: String) -> PlotAxis.Scale { figures.parameterAxis(path).axis.scale }
        #expect(scale("learning_rate") == .log)
        #expect(scale("dropout") == .linear)
        #expect(scale(MadeUpSweep.key) == .log, "listed numbers, each four times the last")
        #expect(scale("optimizer") == .names(["adam", "{SGD: {momentum: 0.9, nesterov: true}}", "rmsprop"]))
        // What is not set has no place.
        let lines = figures.parallel.lines
        #expect(lines.contains { $0.values[4] == nil } && lines.contains { $0.values[4] != nil })
    }
}
