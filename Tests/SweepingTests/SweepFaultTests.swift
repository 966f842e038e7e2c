import Foundation
import Network
import Plan
import Testing

@testable import Sweeping

/// The heart of it: whoever works, however many, and whatever happens to them, the sweep comes to the same.
@Suite struct SweepFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var prunes = false
        var make: @Sendable () throws -> SweepSimulation
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "grid, 2 seeds") { try SweepSimulation(SampleSweep.make(seeds: [1, 2])) },
        Case(name: "random, one fails") {
            let simulation = try SweepSimulation(
                SampleSweep.make(RandomSearch(), trials: 14, parameters: SampleSweep.continuous))
            simulation.fails = { ($0["a"]?.number ?? 0) > 0.8 }
            return simulation
        },
        Case(name: "tpe, extra trials") {
            try SweepSimulation(
                SampleSweep.make(
                    TPESearch(startupTrials: 4, candidates: 8, parallel: 3), trials: 16, parameters: SampleSweep.continuous,
                    extra: [[SweepSetting(path: "a", value: .number(0.25))]]))
        },
        Case(name: "cma_es") {
            try SweepSimulation(
                SampleSweep.make(CMAESSearch(populationSize: 4), trials: 12, parameters: SampleSweep.continuous))
        },
        Case(name: "tpe on 6 points, asked for 12") {
            try SweepSimulation(
                SampleSweep.make(
                    TPESearch(startupTrials: 3, candidates: 4, parallel: 2), trials: 12,
                    parameters: [SampleSweep.values("a", 2), SampleSweep.values("b", 3)]))
        },
        Case(name: "asha", prunes: true) {
            try SweepSimulation(
                SampleSweep.make(
                    RandomSearch(), scheduler: ASHA(watch: SampleSweep.watch(), parallel: 3), trials: 16,
                    parameters: SampleSweep.continuous))
        },
        Case(name: "tpe, asha, 2 seeds", prunes: true) {
            try SweepSimulation(
                SampleSweep.make(
                    TPESearch(startupTrials: 4, candidates: 8, parallel: 3),
                    scheduler: ASHA(watch: SampleSweep.watch(), parallel: 3), trials: 14, parameters: SampleSweep.continuous,
                    seeds: [5, 3]))
        },
        Case(name: "grid, median", prunes: true) {
            try SweepSimulation(
                SampleSweep.make(
                    scheduler: MedianStopping(watch: SampleSweep.watch(), interval: 3, startupTrials: 3),
                    parameters: [SampleSweep.values("a", 8), SampleSweep.values("b", 2)]))
        },
        Case(name: "random, hyperband", prunes: true) {
            try SweepSimulation(
                SampleSweep.make(
                    RandomSearch(), scheduler: Hyperband(watch: SampleSweep.watch()), trials: 22,
                    parameters: SampleSweep.continuous))
        },
        Case(name: "tpe, hyperband", prunes: true) {
            try SweepSimulation(
                SampleSweep.make(
                    TPESearch(startupTrials: 4, candidates: 8, parallel: 2), scheduler: Hyperband(watch: SampleSweep.watch()),
                    trials: 22, parameters: SampleSweep.continuous))
        },
        Case(name: "random, pbt, 2 seeds") {
            try SweepSimulation(
                SampleSweep.make(
                    RandomSearch(), scheduler: PopulationBasedTraining(watch: SampleSweep.watch(), interval: 2), trials: 8,
                    parameters: SampleSweep.continuous, seeds: [1, 2]))
        },
        Case(name: "exchange of values among all") {
            let simulation = try SweepSimulation(
                SampleSweep.make(
                    TPESearch(startupTrials: 2, candidates: 4, parallel: 2), scheduler: ASHA(watch: SampleSweep.watch()),
                    trials: 6, parameters: SampleSweep.continuous))
            simulation.rules.scheduler = { _ in Exchange() }
            return simulation
        },
    ]

    @Test(arguments: cases) func anyNumberOfProcessesComesToTheSame(_ sample: Case) throws {
        let alone = try sample.make()
        try alone.runAlone()
        let expected = try alone.result()
        #expect(!expected.contains { $0.contains(" open ") })
        if sample.prunes { #expect(expected.contains { $0.contains(" pruned ") }) }
        for (workers, seed) in [(2, UInt64(11)), (7, 12)] {
            let many = try sample.make()
            try many.run(workers: workers, seed: seed)
            #expect(try many.result() == expected)
            #expect(try Self.ends(many).values.allSatisfy { $0 == 1 })
            #expect(many.mostAtOnce > 1)
        }
    }

    @Test(arguments: cases) func killsChangeNothing(_ sample: Case) throws {
        let alone = try sample.make()
        try alone.runAlone()
        let expected = try alone.result()
        for seed in [UInt64(21), 22] {
            let many = try sample.make()
            try many.run(
                workers: 4, seed: seed, faults: SweepSimulation.Faults(kill: 0.08, sleep: 0.03, release: 0.05))
            #expect(try many.result() == expected)
            #expect(try Self.ends(many).values.allSatisfy { $0 == 1 })
            let snapshot = try many.snapshot()
            #expect(snapshot.isComplete)
            #expect(snapshot.trials.count { $0.ending != nil } == snapshot.planned)
            #expect(try FileManager.default.contentsOfDirectory(atPath: many.directory.claims.path).count <= 4)
        }
    }

    /// The lines that end a trial, by trial.
    static func ends(_ simulation: SweepSimulation) throws -> [TrialKey: Int] {
        var ends: [TrialKey: Int] = [:]
        for entry in try simulation.lines() { if case .ended = entry.event { ends[entry.trial, default: 0] += 1 } }
        return ends
    }

    /// At epochs 3 and 6 all wait for all, and the worst goes on from the best, with other values.
    struct Exchange: TrialScheduler {
        func rungs(_ trial: Int) -> [Int] { [3, 6] }
        func firstCompanion(of trial: Int) -> Int { 0 }
        func decision(_ trial: Int, at epoch: Int, curves: (Int) -> TrialCurve?, total: Int) -> SchedulerDecision {
            var costs: [(cost: Double, number: Int)] = []
            for number in 0..<total {
                guard let curve = curves(number) else { return .wait }
                if curve.costs.count >= epoch {
                    costs.append((curve.costs[epoch - 1] ?? .infinity, number))
                } else if curve.standing == .open {
                    return .wait
                }
            }
            costs.sort { $0 < $1 }
            guard let best = costs.first, costs.last?.number == trial, let model = curves(best.number) else { return .goOn }
            var settings = model.assignment.settings
            settings[0].value = .number(Double(epoch) / 10)
            return .adopt(donor: best.number, Assignment(settings))
        }
    }
}
