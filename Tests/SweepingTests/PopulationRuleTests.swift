import Foundation
import Plan
import Randomness
import Testing

@testable import Sweeping

@Suite struct PopulationRuleTests {
    private func scheduler(_ quantile: Double, seed: Int = 1, parameters: [SweepParameter] = []) throws -> any TrialScheduler {
        let kind = PopulationBasedTraining(watch: watch(9), interval: 2, quantile: quantile, resampleProbability: 0)
        return try #require(Schedulers.make(sweep(kind, parameters: parameters, seed: seed)))
    }

    private func curves(_ costs: [Double?]) -> [TrialCurve] {
        costs.enumerated().map { trial, cost in
            let values = Assignment([SweepSetting(path: "rate", value: .number(Double(trial + 1)))])
            return TrialCurve(costs: [0, cost], standing: .open, assignment: values)
        }
    }

    @Test func rungs() throws {
        #expect(try scheduler(0.25).rungs(3) == [2, 4, 6, 8])
        #expect(try scheduler(0.25).firstCompanion(of: 3) == 0)
    }

    @Test func quantilesAsInRayTune() throws {
        for sample in try SchedulerFixture.read().quantiles {
            let scheduler = try scheduler(sample.quantile)
            let curves = curves(sample.costs)
            var replaced: [Int] = []
            for trial in curves.indices {
                guard
                    case .adopt(let donor, _) = scheduler.decision(trial, at: 2, curves: { curves[$0] }, total: curves.count)
                else { continue }
                replaced.append(trial)
                #expect(sample.donors.contains(donor), "\(sample.costs.count) \(sample.quantile)")
            }
            #expect(replaced == sample.replaced, "\(sample.costs.count) \(sample.quantile)")
        }
    }

    /// Every donor is drawn now and then, and another seed or epoch draws others.
    @Test func donorsAreDrawn() throws {
        let costs = (0..<40).map { Double($0) }
        func donors(seed: Int) throws -> [Int] {
            let scheduler = try scheduler(0.25, seed: seed)
            return (30..<40).compactMap { trial in
                if case .adopt(let donor, _) = scheduler.decision(trial, at: 2, curves: { curves(costs)[$0] }, total: 40) {
                    donor
                } else {
                    nil
                }
            }
        }
        let drawn = try (0..<20).map { try donors(seed: $0) }
        #expect(Set(drawn.joined()) == Set(0..<10))
        #expect(Set(drawn).count == 20)
    }

    @Test func valuesThatAreNoNumbers() throws {
        let scheduler = try scheduler(0.5)
        let curves = curves([nil, 3, nil, nil])
        let decisions = (0..<4).map { trial in scheduler.decision(trial, at: 2, curves: { curves[$0] }, total: 4) }
        guard case .adopt(donor: 1, _) = decisions[3], case .adopt(donor: 1, _) = decisions[2] else {
            Issue.record("\(decisions)")
            return
        }
        #expect(decisions[0] == .goOn && decisions[1] == .goOn)
        let none = self.curves([nil, nil])
        #expect(scheduler.decision(1, at: 2, curves: { none[$0] }, total: 2) == .goOn)
    }

    @Test func allMustHaveComeSoFar() throws {
        let scheduler = try scheduler(0.5)
        var curves = curves([1, 2, 3, 4])
        #expect(scheduler.decision(0, at: 2, curves: { $0 < 3 ? curves[$0] : nil }, total: 4) == .wait)
        curves[3].costs = [0]
        #expect(scheduler.decision(0, at: 2, curves: { curves[$0] }, total: 4) == .wait)
        curves[3].standing = .closed
        #expect(scheduler.decision(0, at: 2, curves: { curves[$0] }, total: 4) == .goOn)
        guard case .adopt(donor: 0, _) = scheduler.decision(2, at: 2, curves: { curves[$0] }, total: 4) else {
            Issue.record("a failed one takes the place of the worst")
            return
        }
    }
}
