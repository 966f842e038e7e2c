import Foundation
import Network
import Plan
import TestSupport

@testable import Sweeping

/// Sweeps for tests of samplers.
enum SamplerCase {
    static func plan(
        _ method: any SweepMethodKind, _ parameters: [SweepParameter], constraints: [String] = [], extra: [[SweepSetting]] = [],
        seed: Int = 7
    ) throws -> SweepPlan {
        struct Unknown: Error {}
        guard let method = OneOf<SweepMethodFamily>(method), let scheduler = OneOf<SchedulerFamily>(NoScheduler()) else {
            throw Unknown()
        }
        return SweepPlan(
            name: "test", method: method, scheduler: scheduler, trials: 100,
            objective: SweepObjective(step: "evaluate", metric: "loss", mode: .min), parameters: parameters,
            constraints: constraints.map(SweepConstraint.init), extraTrials: extra, seeds: [1], seed: seed)
    }

    /// Two intervals, whole numbers, and a choice of which one branch has a number of its own.
    static let mixed = [
        SweepParameter(path: "rate", domain: .logUniform(low: 1e-4, high: 1)),
        SweepParameter(path: "dropout", domain: .uniform(low: 0, high: 0.5)),
        SweepParameter(path: "units", domain: .intUniform(low: 1, high: 8)),
        SweepParameter(path: "optimizer", domain: .values([.yaml("sgd"), .yaml("adam")], isOrdered: false)),
        SweepParameter(
            path: "momentum", domain: .uniform(low: 0, high: 1),
            conditions: [SweepCondition(path: "optimizer", values: [.yaml("sgd")])]),
    ]

    /// Six points: two values, and for the first of them a choice of five.
    static let small = [
        SweepParameter(path: "a", domain: .values([.yaml("x"), .yaml("y")], isOrdered: false)),
        SweepParameter(
            path: "b", domain: .intUniform(low: 1, high: 5), conditions: [SweepCondition(path: "a", values: [.yaml("x")])]),
    ]

    /// Chooses points and measures them, each with what it may know.
    static func run(
        _ sampler: any Sampler, _ count: Int, extra: [Observation] = [], cost: (Assignment) -> Double?
    ) -> [Observation] {
        var points: [Observation] = []
        for index in 0..<count {
            let horizon = sampler.horizon(index)
            let pending = points[horizon...].map(\.assignment)
            guard let point = sampler.assignment(index, results: extra + points.prefix(horizon), pending: pending) else { break }
            points.append(Observation(point, cost: cost(point)))
        }
        return points
    }

    static func load<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: Fixtures.url("sweeps/\(name)")))
    }
}
