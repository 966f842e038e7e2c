import Plan
import Testing

@testable import Sweeping

@Suite struct MedianRuleTests {
    private func rule(startup: Int = 1, parallel: Int = 1, minEpochs: Int = 1, interval: Int = 1, epochs: Int = 10) -> MedianRule
    {
        MedianRule(
            MedianStopping(watch: nil, minEpochs: minEpochs, interval: interval, startupTrials: startup, parallel: parallel),
            epochs: epochs)
    }

    private func closed(_ costs: [Double?]) -> TrialCurve {
        TrialCurve(costs: costs, standing: .closed, assignment: Assignment([]))
    }

    private func decision(_ rule: MedianRule, _ curves: [TrialCurve?], at epoch: Int) -> SchedulerDecision {
        rule.decision(curves.count - 1, at: epoch, curves: { curves[$0] }, total: 99)
    }

    @Test func rungs() {
        #expect(rule(minEpochs: 2, interval: 3).rungs(0) == [2, 5, 8])
        #expect(rule(epochs: 4).rungs(7) == [1, 2, 3])
        #expect(rule(epochs: 1).rungs(0) == [])
    }

    @Test func asOptunaDoes() throws {
        let cases = try SchedulerFixture.read().median
        #expect(cases.count == 40)
        for (number, sample) in cases.enumerated() {
            let curves = (sample.curves + [sample.own]).map { closed($0) }
            let rule = rule(startup: sample.startup_trials)
            let stops = sample.own.indices.map { decision(rule, curves, at: $0 + 1) == .stop }
            #expect(stops == sample.stops, "case \(number)")
        }
        // Both answers are there.
        #expect(Set(cases.flatMap(\.stops)) == [true, false])
    }

    /// The best value so far counts, against averages of all epochs so far.
    @Test func bestAgainstAverages() {
        let others = [closed([4, 2]), closed([3, 1]), closed([9, 9])]
        // Averages 3, 2 and 9; the median is 3.
        #expect(decision(rule(), others + [closed([3, 8])], at: 2) == .goOn)
        #expect(decision(rule(), others + [closed([3.1, 8])], at: 2) == .stop)
        // Of an even number the middle two: 2.5.
        #expect(decision(rule(), others.dropLast() + [closed([2.6, 8])], at: 2) == .stop)
        #expect(decision(rule(), others.dropLast() + [closed([2.5, 8])], at: 2) == .goOn)
    }

    @Test func whoIsCompared() {
        let bad = closed([9, 9])
        let stopped = TrialCurve(costs: [1], standing: .stopped(epoch: 1), assignment: Assignment([]))
        // A trial that was stopped counts as far as it came.
        #expect(decision(rule(), [stopped, bad], at: 1) == .stop)
        #expect(decision(rule(), [stopped, bad], at: 2) == .goOn)
        #expect(decision(rule(startup: 2), [stopped, bad], at: 1) == .goOn)
        // One that is too near is not looked at, whatever it did.
        #expect(decision(rule(parallel: 2), [stopped, bad], at: 1) == .goOn)
        #expect(decision(rule(parallel: 2), [nil, bad], at: 1) == .goOn)
        #expect(decision(rule(parallel: 2), [nil, bad, bad], at: 1) == .wait)
        let open = TrialCurve(costs: [1], standing: .open, assignment: Assignment([]))
        #expect(decision(rule(), [open, bad], at: 2) == .wait)
        #expect(decision(rule(), [open, bad], at: 1) == .stop)
    }

    @Test func valuesThatAreNoNumbers() {
        #expect(decision(rule(startup: 9), [closed([nil, nil])], at: 2) == .stop)
        #expect(decision(rule(), [closed([2, nil]), closed([nil, 3])], at: 2) == .stop)
        #expect(decision(rule(), [closed([nil, nil]), closed([nil, 3])], at: 2) == .goOn)
        #expect(decision(rule(), [closed([.infinity, 2]), closed([nil, 3])], at: 2) == .stop)
    }
}
