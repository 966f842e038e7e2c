import Plan
import Randomness
import Testing

@testable import Sweeping

@Suite struct ExplorationTests {
    private static let parameters = [
        SweepParameter(path: "rate", domain: .logUniform(low: 1e-4, high: 1)),
        SweepParameter(path: "share", domain: .uniform(low: 0, high: 0.5)),
        SweepParameter(path: "patience", domain: .intUniform(low: 1, high: 9)),
        SweepParameter(path: "batches", domain: .values([8, 16, 32, 64].map { .number($0) }, isOrdered: true)),
        SweepParameter(path: "rule", domain: .values(["SGD", "Adam", "Lion"].map { .yaml($0) }, isOrdered: false)),
        SweepParameter(
            path: "momentum", domain: .uniform(low: 0, high: 0.99),
            conditions: [SweepCondition(path: "rule", values: [.yaml("SGD")])]),
    ]

    private func exploration(_ probability: Double, constraints: [String] = []) throws -> Exploration {
        let kind = PopulationBasedTraining(watch: watch(9))
        return Exploration(
            try sweep(kind, parameters: Self.parameters, constraints: constraints), resampleProbability: probability)
    }

    private func assignment(
        _ rate: Double, _ share: Double, _ patience: Double, _ batches: Double, _ rule: String, _ momentum: Double? = nil
    )
        -> Assignment
    {
        var settings = [
            SweepSetting(path: "rate", value: .number(rate)), SweepSetting(path: "share", value: .number(share)),
            SweepSetting(path: "patience", value: .number(patience)), SweepSetting(path: "batches", value: .number(batches)),
            SweepSetting(path: "rule", value: .yaml(rule)),
        ]
        if let momentum { settings.append(SweepSetting(path: "momentum", value: .number(momentum))) }
        return Assignment(settings)
    }

    private func values(_ exploration: Exploration, _ old: Assignment, _ path: String) -> Set<SweepValue?> {
        Set((0..<300).map { exploration.neighbor(of: old, RandomKey(seed: 9).with($0))[path] })
    }

    @Test func aLittle() throws {
        let exploration = try exploration(0)
        let old = assignment(0.1, 0.45, 4, 16, "SGD", 0.5)
        #expect(values(exploration, old, "rate") == [.number(0.1 * 0.8), .number(0.1 * 1.2)])
        #expect(values(exploration, old, "share") == [.number(0.45 * 0.8), .number(0.5)])
        // 4 · 0.8 rounds to 3, 4 · 1.2 to 5.
        #expect(values(exploration, old, "patience") == [.number(3), .number(5)])
        #expect(values(exploration, old, "batches") == [.number(8), .number(32)])
        #expect(values(exploration, old, "rule") == [.yaml("SGD")])
        #expect(values(exploration, old, "momentum") == [.number(0.4), .number(0.6)])
        // At the ends, and where rounding would change nothing.
        let edge = assignment(1e-4, 0, 1, 64, "Adam")
        #expect(values(exploration, edge, "rate") == [.number(1e-4), .number(1e-4 * 1.2)])
        #expect(values(exploration, edge, "share") == [.number(0)])
        #expect(values(exploration, edge, "patience") == [.number(1), .number(2)])
        #expect(values(exploration, edge, "batches") == [.number(32), .number(64)])
        #expect(values(exploration, edge, "momentum") == [nil])
    }

    @Test func orAnew() throws {
        let old = assignment(0.1, 0.45, 4, 16, "Adam")
        let exploration = try exploration(1)
        #expect(values(exploration, old, "rule") == [.yaml("SGD"), .yaml("Adam"), .yaml("Lion")])
        #expect(values(exploration, old, "patience") == Set((1...9).map { .number(Double($0)) }))
        #expect(values(exploration, old, "rate").count == 300)
        // A condition that comes to hold has its parameter drawn, and one that no longer does loses it.
        for number in 0..<100 {
            let new = exploration.neighbor(of: old, RandomKey(seed: 1).with(number))
            #expect((new["rule"] == .yaml("SGD")) == (new["momentum"] != nil))
        }
        let often = try self.exploration(0.25)
        let kept = (0..<2000).count { often.neighbor(of: old, RandomKey(seed: 2).with($0))["rule"] == .yaml("Adam") }
        // 3/4 stay, and a third of the others comes back: 1667; three deviations are 50.
        #expect(abs(kept - 1667) < 50)
    }

    @Test func constraintsHold() throws {
        let exploration = try exploration(0.5, constraints: ["patience * batches <= 64"])
        let old = assignment(0.1, 0.45, 4, 16, "Adam")
        for number in 0..<200 {
            let new = exploration.neighbor(of: old, RandomKey(seed: 1).with(number))
            #expect((new["patience"]?.number ?? 99) * (new["batches"]?.number ?? 99) <= 64)
        }
        // Where nothing can be found, all stays as it is.
        let none = try self.exploration(0.5, constraints: ["patience > 99"])
        #expect(none.neighbor(of: old, RandomKey(seed: 1)) == old)
    }

    /// A trial of its own may set what is no parameter, and values outside a domain.
    @Test func otherSettingsStay() throws {
        let old = Assignment([
            SweepSetting(path: "steps.t.epochs", value: .number(3)), SweepSetting(path: "rate", value: .yaml("{Decay: 1}")),
            SweepSetting(path: "batches", value: .number(17)),
        ])
        let new = try exploration(0).neighbor(of: old, RandomKey(seed: 1))
        #expect(new["steps.t.epochs"] == .number(3) && new["rate"]?.number != nil)
        #expect([8, 16, 32, 64].contains(new["batches"]?.number))
        #expect(new.settings.count >= 6)
    }
}
