import Foundation
import Network
import Plan
import Results
import TestSupport

@testable import Sweeping

/// A sweep as people make them: 40 points of five parameters, one of them set only beside a value of another, long names, three seeds,
/// points that failed, that were pruned and that nobody has run yet.
enum MadeUpSweep {
    static let key = "models.small_network.layers[0].Conv2D.filters"

    private static func one<Family>(_ kind: any Kind) -> OneOf<Family> {
        guard let value = OneOf<Family>(kind) else { preconditionFailure("\(kind) is of another family") }
        return value
    }

    static func plan(seeds: [Int] = [42, 43, 44], mode: MonitorMode = .max, scheduler: any SchedulerKind = NoScheduler())
        -> SweepPlan
    {
        SweepPlan(
            name: "rates", method: one(TPESearch()), scheduler: one(scheduler), trials: 40,
            objective: SweepObjective(step: "evaluation_1", metric: mode == .max ? "val_accuracy" : "loss", mode: mode),
            parameters: [
                SweepParameter(path: "learning_rate", domain: .logUniform(low: 1e-5, high: 1e-1)),
                SweepParameter(path: "dropout", domain: .uniform(low: 0, high: 0.6)),
                SweepParameter(
                    path: "optimizer",
                    domain: .values(
                        [.yaml("adam"), .yaml("{SGD: {momentum: 0.9, nesterov: true}}"), .yaml("rmsprop")], isOrdered: false)),
                SweepParameter(
                    path: key, domain: .values([.number(8), .number(32), .number(128), .number(512)], isOrdered: true)),
                SweepParameter(
                    path: "weight_decay", domain: .logUniform(low: 1e-6, high: 1e-2),
                    conditions: [SweepCondition(path: "optimizer", values: [.yaml("adam")])]),
            ], seeds: seeds, seed: 1)
    }

    /// The trials of the first points, in their order.
    static func trials(_ plan: SweepPlan, points: Int = 40, isPruning: Bool = false) -> [TrialState] {
        var random = SeededGenerator(seed: 5)
        func draw(_ low: Double, _ high: Double) -> Double { Double.random(in: low..<high, using: &random) }
        var trials: [TrialState] = []
        for number in 0..<points {
            let rate = pow(10, draw(-5, -1))
            let dropout = draw(0, 0.6)
            let optimizer = ["adam", "{SGD: {momentum: 0.9, nesterov: true}}", "rmsprop"][Int.random(in: 0..<3, using: &random)]
            let filters = [8.0, 32, 128, 512][Int.random(in: 0..<4, using: &random)]
            var settings = [
                SweepSetting(path: "learning_rate", value: .number(rate)), SweepSetting(path: "dropout", value: .number(dropout)),
                SweepSetting(path: "optimizer", value: .yaml(optimizer)), SweepSetting(path: key, value: .number(filters)),
            ]
            if optimizer == "adam" { settings.append(SweepSetting(path: "weight_decay", value: .number(pow(10, draw(-6, -2))))) }
            let center = 0.93 - 0.02 * pow(log10(rate) + 3, 2) - 0.2 * pow(dropout - 0.25, 2) + 0.004 * log2(filters)
            for (index, seed) in plan.seeds.enumerated() {
                var trial = TrialState(TrialKey(number: number, seed: seed), Assignment(settings))
                trial.id = String(format: "%012x", number * 100 + index)
                trial.attempts = 1
                trial.host = "node-1"
                trial.process = 4000 + number
                trial.started = "2025-01-31T14:22:33Z"
                let value = min(0.99, center + draw(-0.01, 0.01))
                let seconds = draw(10, 20)
                if number == 13 {
                    trial.phase = .ended(
                        TrialEnding(.failed, objective: nil, seconds: 3, error: "the loss became NaN in epoch 2 of training_1"))
                } else if isPruning, number % 4 == 3 {
                    guard index == 0 else { continue }
                    trial.epoch = 2
                    trial.phase = .ended(TrialEnding(.pruned, objective: value - 0.1, seconds: 4))
                } else if number == points - 1 {
                    trial.phase = index == 0 ? .running : .waiting
                } else {
                    let loss = number == 7 ? 1e4 : 2 * (1 - value)
                    trial.phase = .ended(
                        TrialEnding(.completed, objective: plan.objective.mode == .max ? value : loss, seconds: seconds))
                }
                trials.append(trial)
            }
        }
        return trials
    }

    static func reading(
        seeds: [Int] = [42, 43, 44], mode: MonitorMode = .max, scheduler: any SchedulerKind = NoScheduler(), points: Int = 40
    ) -> SweepReading {
        let plan = plan(seeds: seeds, mode: mode, scheduler: scheduler)
        let trials = trials(plan, points: points, isPruning: !(scheduler is NoScheduler))
        return SweepReading(
            experiment: "phantom-transfer", sweep: plan, trials: trials,
            workers: trials.filter { $0.phase == .running }.map { .init(trial: $0.key, host: "node-1", process: 4711) },
            planned: 40 * seeds.count, isComplete: false)
    }
}
