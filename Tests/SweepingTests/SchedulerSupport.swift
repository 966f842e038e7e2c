import Network
import Plan
import Randomness
import Testing

@testable import Sweeping

/// Curves that grow: what a scheduler may know at some moment of a sweep that some process runs in some order.
struct SweepReplay {
    let scheduler: any TrialScheduler
    /// The cost of each trial after each epoch; nil for no number. A trial has as many epochs as it would run by itself.
    let costs: [[Double?]]
    /// Trials that fail once they have come so far, by number.
    let failures: [Int: Int]
    private(set) var curves: [TrialCurve?]
    /// What was said of a trial at a rung, by number and epoch.
    private(set) var said: [[Int]: SchedulerDecision] = [:]

    init(_ scheduler: any TrialScheduler, _ costs: [[Double?]], failures: [Int: Int] = [:]) {
        self.scheduler = scheduler
        self.costs = costs
        self.failures = failures
        curves = costs.map { _ in nil }
    }

    /// Where the trials stand.
    var standings: [TrialCurve.Standing?] { curves.map { $0?.standing } }

    /// What is said of a trial where it stands; nil where it stands at no rung.
    func decision(_ trial: Int) -> SchedulerDecision? {
        guard let curve = curves[trial], curve.standing == .open, scheduler.rungs(trial).contains(curve.costs.count) else {
            return nil
        }
        return scheduler.decision(trial, at: curve.costs.count, curves: { curves[$0] }, total: costs.count)
    }

    /// Lets one trial go on by an epoch; gives whether it could.
    mutating func advance(_ trial: Int) -> Bool {
        guard var curve = curves[trial] else {
            curves[trial] = TrialCurve(costs: [], standing: .open, assignment: Assignment([]))
            return true
        }
        guard curve.standing == .open else { return false }
        if let decision = decision(trial) {
            if decision == .wait { return false }
            said[[trial, curve.costs.count]] = decision
            if decision == .stop {
                curve.standing = .stopped(epoch: curve.costs.count)
                curves[trial] = curve
                return true
            }
        }
        if curve.costs.count >= (failures[trial] ?? costs[trial].count) {
            curve.standing = .closed
        } else {
            curve.costs.append(costs[trial][curve.costs.count])
        }
        curves[trial] = curve
        return true
    }

    /// Runs all trials to their ends in an order that a seed gives; at each moment all that was said must still hold, and the lowest open
    /// trial must be able to go on once all that can have done so.
    mutating func run(seed: UInt64, atOnce: Int, sourceLocation: SourceLocation = #_sourceLocation) {
        let key = RandomKey(seed: seed)
        var draws: UInt64 = 0
        while true {
            let open = costs.indices.filter { curves[$0] == nil || curves[$0]?.standing == .open }
            guard !open.isEmpty else { return }
            let able = open.filter { decision($0) != .wait }
            guard !able.isEmpty else {
                Issue.record("all wait: \(open)", sourceLocation: sourceLocation)
                return
            }
            // Workers take the lowest that can go on, and are as fast as chance has it.
            let place = key.below(min(atOnce, able.count), draws)
            draws += 1
            #expect(advance(able[place]), sourceLocation: sourceLocation)
        }
    }

    /// Costs of trials that learn, each to a level of its own, with noise and now and then no number.
    static func costs(_ trials: Int, epochs: Int, seed: UInt64, holes: Double = 0.02) -> [[Double?]] {
        (0..<trials).map { trial in
            let key = RandomKey(seed: seed).with(trial)
            let level = key.uniform(0)
            return (0..<epochs).map { epoch in
                if key.with("hole").uniform(UInt64(epoch)) < holes { return nil }
                return level + 1 / Double(epoch + 1) + 0.2 * key.with("noise").uniform(UInt64(epoch))
            }
        }
    }
}

/// A sweep with a scheduler.
func sweep(_ scheduler: any SchedulerKind, parameters: [SweepParameter] = [], constraints: [String] = [], seed: Int = 1) throws
    -> SweepPlan
{
    SweepPlan(
        name: "s", method: try #require(OneOf(RandomSearch())), scheduler: try #require(OneOf(scheduler)), trials: 8,
        objective: SweepObjective(step: "t", metric: "val_loss", mode: .min), parameters: parameters,
        constraints: constraints.map { SweepConstraint(text: $0) }, seeds: [1], seed: seed)
}

/// What a scheduler watches in tests.
func watch(_ epochs: Int) -> SchedulerWatch { SchedulerWatch(step: "t", metric: "val_loss", mode: .min, epochs: epochs) }
