import Network
import Plan
import Testing

/// A sweep as `assay plan` shows it.
struct SweepTextTests {
    private func plan(_ change: (inout SweepPlan) -> Void = { _ in }) throws -> SweepPlan {
        let method = try #require(OneOf<SweepMethodFamily>(TPESearch()))
        let scheduler = try #require(OneOf<SchedulerFamily>(NoScheduler()))
        var plan = SweepPlan(
            name: "rates", method: method, scheduler: scheduler, trials: 24,
            objective: SweepObjective(step: "training", metric: "val_auc", mode: .max),
            parameters: [
                SweepParameter(path: "filters", domain: .values([.number(4), .number(8)], isOrdered: true)),
                SweepParameter(
                    path: "rate", domain: .logUniform(low: 1e-4, high: 0.03),
                    conditions: [SweepCondition(path: "filters", values: [.number(4), .number(8)])]),
            ], seeds: [7, 8], seed: 7)
        change(&plan)
        return plan
    }

    @Test func tellsAll() throws {
        let text = SweepText(
            try plan { $0.constraints = [SweepConstraint(text: "filters * rate < 1")] }, points: 24,
            firstPoints: [[SweepSetting(path: "filters", value: .number(4)), SweepSetting(path: "rate", value: .number(0.01))]],
            time: (2.5, [("training", 1.234)]), width: 100, style: .ascii)
        #expect(
            text.render() == """
                Sweep rates
                  method      tpe (startup_trials: 10, candidates: 24, parallel: 4), seed 7
                  objective   val_auc of training, higher is better, best epoch
                  trials      24 points x 2 seeds (7, 8) = 48 trials
                  where       filters * rate < 1
                  time        about 2 min of computing on one worker of 1 thread: about 2.5 s a trial (a training
                              step of training 1.23 ms)

                  parameter | values                      | when
                  ----------+-----------------------------+-----------------
                  filters   | 4, 8                        |
                  rate      | 0.0001 to 0.03, logarithmic | filters = 4 or 8

                  first points
                    filters=4 rate=0.01

                """)
    }

    @Test func aSchedulerAndABoundAreSaid() throws {
        let watch = SchedulerWatch(step: "training", metric: "val_loss", mode: .min, epochs: 9)
        let asha = try #require(OneOf<SchedulerFamily>(ASHA(watch: watch)))
        let text = SweepText(try plan { $0.scheduler = asha }, points: 1, isUpperBound: true, time: (60, []), style: .ascii)
            .render()
        #expect(text.contains("  scheduler   asha (min_epochs: 1, reduction_factor: 3, parallel: 4)\n"))
        #expect(text.contains("  watches     val_loss of training, lower is better, 9 epochs\n"))
        #expect(text.contains("at most 1 point x 2 seeds (7, 8) = at most 2 trials"))
        #expect(text.contains("at most about 2 min of computing on one worker of 1 thread"))
    }

    @Test func domainsInWords() {
        #expect(SweepDomain.uniform(low: 0, high: 0.5).text == "0 to 0.5")
        #expect(SweepDomain.intUniform(low: 1, high: 8).text == "1 to 8, whole numbers")
        let many = SweepDomain.values((0..<5000).map { .number(Double($0)) }, isOrdered: true)
        #expect(many.text == "0, 1, 2, … 4999 (5,000 values)")
    }

    @Test(arguments: [
        (0.04, "40 ms"), (0.0123, "12 ms"), (0.9996, "1 s"), (1.25, "1.3 s"), (12.4, "12 s"), (99.6, "1.7 min"), (150, "2.5 min"),
        (3600, "60 min"), (5990, "1.7 h"), (10_800, "3 h"), (200_000, "2.3 days"), (8_640_000, "100 days"), (0, "0 ms"),
    ]) func durations(_ seconds: Double, _ text: String) { #expect(ReadableNumber.duration(seconds) == text) }
}
