import Plan
import Testing

@testable import Sweeping

@Suite struct HalvingRuleTests {
    private func rule(factor: Int = 3, parallel: Int = 1, minEpochs: Int = 1, epochs: Int = 30) -> HalvingRule {
        HalvingRule(ASHA(watch: nil, minEpochs: minEpochs, reductionFactor: factor, parallel: parallel), epochs: epochs)
    }

    private func decision(_ rule: HalvingRule, _ costs: [Double?]) -> SchedulerDecision {
        let curves = costs.map { TrialCurve(costs: [$0], standing: .closed, assignment: Assignment([])) }
        return rule.decision(costs.count - 1, at: 1, curves: { curves[$0] }, total: 99)
    }

    @Test func rungs() {
        #expect(rule().rungs(0) == [1, 3, 9, 27])
        #expect(rule(epochs: 27).rungs(0) == [1, 3, 9])
        #expect(rule(factor: 2, minEpochs: 3, epochs: 25).rungs(4) == [3, 6, 12, 24])
    }

    /// Whole sweeps, one trial after another: the same trials end after the same epochs.
    @Test func asOptunaDoes() throws {
        for sample in try SchedulerFixture.read().halving {
            let rule = rule(factor: sample.reduction_factor, minEpochs: sample.min_epochs, epochs: sample.epochs)
            var replay = SweepReplay(rule, sample.curves)
            replay.run(seed: 0, atOnce: 1)
            let stopped = replay.standings.map { if case .stopped(let epoch) = $0 { epoch } else { 0 } }
            #expect(stopped == sample.stopped)
            #expect(Set(stopped).count > 2)
        }
    }

    @Test func theBestShareGoesOn() {
        // Two are too few to tell.
        #expect(decision(rule(), [1, 9]) == .goOn)
        #expect(decision(rule(), [1, 2, 3]) == .stop)
        #expect(decision(rule(), [1, 2, 1]) == .goOn)
        #expect(decision(rule(), [1, 2, 3, 4, 1.5]) == .stop)
        #expect(decision(rule(), [1, 2, 3, 4, 5, 1.5]) == .goOn)
        #expect(decision(rule(), [1, 2, 3, 4, 5, 2.5]) == .stop)
        #expect(decision(rule(factor: 2), [1, 2]) == .stop)
    }

    @Test func valuesThatAreNoNumbers() {
        #expect(decision(rule(), [nil]) == .stop)
        #expect(decision(rule(), [nil, nil, 9]) == .goOn)
        #expect(decision(rule(), [1, nil, 9]) == .stop)
        #expect(decision(rule(), [1, 2, .infinity]) == .stop)
    }

    @Test func theNearAreNotLookedAt() {
        #expect(decision(rule(parallel: 3), [1, 2, 9]) == .goOn)
        #expect(decision(rule(parallel: 3), [1, 2, 1, 9]) == .goOn)
        #expect(decision(rule(parallel: 3), [1, 2, 1, 1, 9]) == .stop)
    }
}
