import Plan
import Testing

@testable import Sweeping

/// What holds of every scheduler, whatever is known when.
@Suite struct SchedulerPropertyTests {
    static func schedulers() throws -> [(name: String, scheduler: any TrialScheduler)] {
        let rate = SweepParameter(path: "rate", domain: .logUniform(low: 1e-5, high: 1))
        let kinds: [any SchedulerKind] = [
            MedianStopping(watch: watch(12), minEpochs: 2, interval: 3, startupTrials: 3, parallel: 4),
            MedianStopping(watch: watch(12), startupTrials: 1, parallel: 1), ASHA(watch: watch(12), parallel: 3),
            ASHA(watch: watch(12), minEpochs: 2, reductionFactor: 2, parallel: 1), Hyperband(watch: watch(12)),
            Hyperband(watch: watch(12), minEpochs: 1, reductionFactor: 2),
            PopulationBasedTraining(watch: watch(12), interval: 3, quantile: 0.25),
        ]
        return try kinds.enumerated().map { number, kind in
            ("\(number): \(type(of: kind).kind)", try #require(Schedulers.make(sweep(kind, parameters: [rate]))))
        }
    }

    /// The same decisions in every order, with any number of workers; no deadlock; and what was said once holds for ever.
    @Test func everyOrderGivesTheSame() throws {
        for (name, scheduler) in try Self.schedulers() {
            for trials in [1, 2, 7, 30] {
                for seed in 0..<3 as Range<UInt64> {
                    let costs = SweepReplay.costs(trials, epochs: 12, seed: seed).enumerated().map { number, costs in
                        // Some end early by themselves.
                        number % 9 == 5 ? Array(costs.prefix(5)) : costs
                    }
                    let failures = [3: 0, 4: 2, 11: 7].filter { $0.key < trials }
                    var first = SweepReplay(scheduler, costs, failures: failures)
                    first.run(seed: 0, atOnce: 1)
                    for order in 1..<6 as Range<UInt64> {
                        var other = SweepReplay(scheduler, costs, failures: failures)
                        other.run(seed: order, atOnce: [1, 2, 5, 30][Int(order) % 4])
                        #expect(other.standings == first.standings, "\(name), \(trials) trials, seed \(seed), order \(order)")
                        #expect(other.said == first.said, "\(name)")
                    }
                }
            }
        }
    }

    /// Everything that is said at some moment is still said at every later one, while the trial stands there.
    @Test func whatIsSaidIsSaidForEver() throws {
        for (name, scheduler) in try Self.schedulers() {
            let costs = SweepReplay.costs(20, epochs: 12, seed: 5)
            for held in [0, 3, 7, 19] {
                var replay = SweepReplay(scheduler, costs, failures: [4: 2])
                // One trial stands still at each of its rungs until nobody else can go on.
                var said: SchedulerDecision?
                var changes = 0
                while true {
                    let others = costs.indices.filter { $0 != held && replay.decision($0) != .wait }
                    let moved = others.contains { replay.advance($0) }
                    let now = replay.decision(held)
                    if let said, said != .wait, now != said { changes += 1 }
                    said = now
                    if !moved {
                        if !replay.advance(held) { break }
                        said = nil
                    }
                }
                #expect(changes == 0, "\(name), trial \(held)")
                #expect(replay.standings.allSatisfy { $0 != nil && $0 != .open }, "\(name): \(replay.standings)")
            }
        }
    }

    /// Numbers that a file of definitions may hold.
    @Test func absurdArgumentsAreBorne() throws {
        let kinds: [any SchedulerKind] = [
            MedianStopping(watch: watch(9), minEpochs: .min, interval: 0, startupTrials: .min, parallel: .min),
            MedianStopping(watch: watch(9), minEpochs: .max, interval: .max, startupTrials: .max, parallel: .max),
            ASHA(watch: watch(9), minEpochs: 0, reductionFactor: 0, parallel: 0),
            ASHA(watch: watch(.max), minEpochs: 1, reductionFactor: .max, parallel: .max),
            ASHA(watch: watch(.max), minEpochs: 1, reductionFactor: 2, parallel: .max),
            Hyperband(watch: watch(.max), minEpochs: 1, reductionFactor: 2),
            Hyperband(watch: watch(0), minEpochs: 0, reductionFactor: 0),
            Hyperband(watch: watch(.min), minEpochs: .max, reductionFactor: .max), Hyperband(watch: watch(.max), minEpochs: .max),
            PopulationBasedTraining(watch: watch(9), interval: 0, quantile: .nan, resampleProbability: .nan),
            PopulationBasedTraining(watch: watch(9), interval: .max, quantile: .infinity, resampleProbability: .infinity),
            PopulationBasedTraining(watch: watch(.min), interval: .min, quantile: -1, resampleProbability: -1),
        ]
        let curves = SweepReplay.costs(9, epochs: 9, seed: 1).map {
            TrialCurve(costs: $0, standing: .open, assignment: Assignment([]))
        }
        for kind in kinds {
            let scheduler = try #require(Schedulers.make(sweep(kind)))
            for trial in [0, 1, 8, 1_000_000] {
                let rungs = scheduler.rungs(trial)
                #expect(rungs == rungs.sorted() && rungs.first ?? 1 >= 1 && rungs.count < 100)
                for epoch in rungs.prefix(3) + [0, -1] {
                    _ = scheduler.decision(trial, at: epoch, curves: { $0 < curves.count ? curves[$0] : nil }, total: 9)
                }
            }
        }
    }

    @Test func noneIsNone() throws {
        #expect(try Schedulers.make(sweep(NoScheduler())) == nil)
        #expect(try Schedulers.make(sweep(ASHA(watch: nil))) == nil)
    }
}
