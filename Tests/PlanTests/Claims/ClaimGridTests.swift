import Network
import Plan
import Testing

/// A network of two outputs on 624 images in batches of 16, or whatever a test makes of it.
enum GridPlan {
    static func plan(
        count: Int? = 624, width: Int = 2, steps: Int? = nil, metric: any MetricKind = BinaryAccuracy(),
        validationSteps: Int? = nil, change: (inout Semantics) -> Void = { _ in }
    ) throws -> Plan {
        let size = DatasetPlan.ImageSize(height: 2, width: 2)
        let data = DatasetPlan(
            name: "test", source: .folder(path: "/d"), classes: ["a", "b"], counts: count.map { [$0 - 1, 1] }, imageSize: size,
            batchSize: 16)
        let layers: [(name: String, layer: any Kind)] = [("flatten", Flatten()), ("dense", Dense(units: width))]
        let network = try NetworkDefinition(
            input: Shape([2, 2, 3]),
            layers: layers.map { (name: $0.name, layer: try #require(OneOf<LayerFamily>($0.layer))) })
        let optimizer = try #require(OneOf<OptimizerFamily>(Adam()))
        let loss = try #require(OneOf<LossFamily>(BinaryCrossentropy()))
        let kind = try #require(OneOf<MetricFamily>(metric))
        let compile = CompileStep(
            model: "m", loss: loss, optimizer: optimizer, metrics: [MetricPlan(name: "acc", metric: kind)])
        let train = TrainStep(
            model: "m", data: "test", validationData: "test", stepsPerEpoch: steps, validationSteps: validationSteps)
        let actions: [(String, any StepKind)] = [
            ("build", BuildStep(model: "m")), ("compile", compile), ("train", train),
            ("evaluate", EvaluateStep(model: "m", data: "test", steps: steps)),
        ]
        var semantics = Semantics(.keras224)
        change(&semantics)
        return Plan(
            name: "p", description: "", semantics: semantics, seed: 0, datasets: [data],
            models: [ModelPlan(name: "m", architecture: "m", network: network)],
            steps: try actions.map { StepPlan(id: $0.0, action: try #require(OneOf<StepFamily>($0.1))) }, claims: [])
    }
}

@Suite struct ClaimGridTests {
    private func grid(_ plan: Plan, _ step: String = "evaluate", _ metric: String = "acc") -> ClaimGrid? {
        ClaimGrid(step: step, metric: metric, in: plan)
    }

    @Test func anEvaluationSeesItsSteps() throws {
        #expect(try grid(GridPlan.plan())?.samples == 624)
        #expect(try grid(GridPlan.plan(steps: 3))?.samples == 48)
        #expect(try grid(GridPlan.plan(steps: 100))?.samples == 1600)
        // 40 batches of 630 images, the last one of 6; the 41st begins the next pass.
        #expect(try grid(GridPlan.plan(count: 630, steps: 41))?.samples == 646)
        #expect(try grid(GridPlan.plan(steps: 100) { $0.evaluationEnd = .stop })?.samples == 624)
    }

    @Test func theMetricDecidesWhatIsCounted() throws {
        #expect(try grid(GridPlan.plan())?.outputs == 2)
        #expect(try grid(GridPlan.plan(metric: CategoricalAccuracy()))?.outputs == 1)
        #expect(try grid(GridPlan.plan(width: 1))?.outputs == 1)
        #expect(try grid(GridPlan.plan(), "evaluate", "loss") == nil)
        #expect(try grid(GridPlan.plan(), "build", "acc") == nil)
        #expect(try grid(GridPlan.plan(), "nothing", "acc") == nil)
    }

    @Test func imagesThatNobodyCounted() throws { #expect(try grid(GridPlan.plan(count: nil)) == nil) }

    @Test func otherReadings() throws {
        let grid = try #require(try grid(GridPlan.plan()))
        #expect(
            grid.others == [
                ClaimGrid.Count(samples: 624, outputs: 1), ClaimGrid.Count(steps: 100, samples: 1600, outputs: 2),
                ClaimGrid.Count(steps: 100, samples: 1600, outputs: 1),
            ])
        // One output has one meaning, and an evaluation of 100 steps has no other.
        #expect(try self.grid(GridPlan.plan(width: 1, steps: 100))?.others == [])
    }

    /// The last epoch of a training is not known, so its grid is only where all epochs see as many.
    @Test func trainings() throws {
        #expect(try grid(GridPlan.plan(validationSteps: 7), "train", "val_acc")?.samples == 112)
        #expect(try grid(GridPlan.plan(count: 630, validationSteps: 7), "train", "val_acc") == nil)
        #expect(try grid(GridPlan.plan(count: 630), "train", "val_acc")?.samples == 630)
        #expect(try grid(GridPlan.plan(count: 630), "train", "acc")?.samples == 630)
        #expect(try grid(GridPlan.plan(steps: 100), "train", "acc")?.samples == 1600)
        // Epochs of 30, then of 9 batches.
        #expect(try grid(GridPlan.plan(steps: 30) { $0.epochEnd = .truncate }, "train", "acc") == nil)
        #expect(try grid(GridPlan.plan(steps: 13) { $0.epochEnd = .truncate }, "train", "acc")?.samples == 208)
        // The first 30 of a new order each time, or as many as there are.
        #expect(try grid(GridPlan.plan(steps: 30) { $0.epochEnd = .restart }, "train", "acc")?.samples == 480)
        #expect(try grid(GridPlan.plan(steps: 90) { $0.epochEnd = .restart }, "train", "acc")?.samples == 624)
        #expect(try grid(GridPlan.plan(count: 630, steps: 30) { $0.epochEnd = .restart }, "train", "acc") == nil)
        // A validation that restarts takes the short batch last.
        let restarting = try GridPlan.plan(count: 630, validationSteps: 7) { $0.validationWindow = .restart }
        #expect(grid(restarting, "train", "val_acc")?.samples == 112)
    }
}
