import Diagnostics
import Network
import Plan
import Planning
import Testing

/// A sweep over a small experiment, resolved.
struct SweepResolving {
    static let file = """
        assay: 1
        name: small
        seed: 5
        parameters: {dropout: 0.2, units: 8, rate: 1e-3, kind: relu}
        datasets:
          train: {folder: /d/train, image_size: 16, batch_size: 8}
          test: {folder: /d/test, image_size: 16, batch_size: 8}
        models:
          net:
            input: [16, 16, 3]
            layers:
              - Flatten
              - Dense: {units: "${units}", activation: "${kind}"}
              - Dropout: "${dropout}"
              - Dense: {units: 2, activation: softmax}
        steps:
          - build: {model: net}
          - compile: {model: net, loss: categorical_crossentropy, optimizer: {Adam: {learning_rate: "${rate}"}}, metrics: [accuracy, AUC]}
          - train: {id: training, model: net, data: train, validation_data: test, epochs: 9}
          - evaluate: {id: evaluation, model: net, data: test}

        """

    let resolving: Resolving

    init(_ sweep: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        resolving = try Resolving(Self.file + "sweep: {\(sweep)}\n", probe: FakeProbe(), sourceLocation: sourceLocation)
    }

    var diagnostics: [Diagnostic] { resolving.resolution.sweepDiagnostics }

    /// The sweep, where nothing is wrong.
    func plan(sourceLocation: SourceLocation = #_sourceLocation) throws -> SweepPlan {
        #expect(diagnostics == [], sourceLocation: sourceLocation)
        return try #require(resolving.resolution.sweep, sourceLocation: sourceLocation)
    }
}

struct SweepResolutionTests {
    private let objective = "objective: {step: training, metric: val_accuracy}"

    @Test func aGrid() throws {
        let plan = try SweepResolving("\(objective), parameters: {dropout: [0.1, 0.2], units: {range: [8, 16, 8]}}").plan()
        #expect(plan.name == "default" && plan.method.kind is GridSearch && plan.scheduler.kind is NoScheduler)
        #expect(plan.trials == nil && plan.seeds == [5] && plan.seed == 5)
        #expect(plan.objective == SweepObjective(step: "training", metric: "val_accuracy", mode: .max, epoch: .best))
        #expect(plan.parameters.map(\.path) == ["dropout", "units"])
        #expect(plan.resources == SweepResources())
    }

    @Test func everythingElse() throws {
        let plan = try SweepResolving(
            """
            name: all, method: {tpe: {startup_trials: 4}}, trials: 30, objective: {step: evaluation, metric: loss},
              scheduler: {asha: {min_epochs: 2}}, seeds: 3, seed: 11, workers: 2, memory: 1GB, slurm: {time: 2h, memory: none},
              parameters: {kind: {choice: [relu, elu]}, dropout: {uniform: [0, 0.5], when: {kind: relu}}},
              constraints: [dropout < 0.4 or kind != 'relu'], extra_trials: [{dropout: 0.45}]
            """
        ).plan()
        #expect(plan.name == "all" && plan.trials == 30 && plan.seeds == [5, 6, 7] && plan.seed == 11)
        #expect(plan.objective.mode == .min)
        let asha = try #require(plan.scheduler.kind as? ASHA)
        // The last training before the evaluation, and the validated counterpart of the objective's metric.
        #expect(asha.watch == SchedulerWatch(step: "training", metric: "val_loss", mode: .min, epochs: 9))
        #expect(plan.constraints == [SweepConstraint(text: "dropout < 0.4 or kind != 'relu'")])
        #expect(plan.extraTrials == [[SweepSetting(path: "dropout", value: .number(0.45))]])
        #expect(plan.parameters[1].conditions == [SweepCondition(path: "kind", values: [.yaml("relu")])])
        #expect(plan.resources.workers == 2 && plan.resources.memoryBytes == 1_000_000_000)
        #expect(plan.resources.slurm == SlurmResources(minutes: 120, memoryBytes: plan.resources.slurm.memoryBytes))
    }

    /// It comes back from its JSON, which is how a sweep's directory keeps it.
    @Test func isKept() throws {
        let plan = try SweepResolving(
            "\(objective), method: random, trials: 3, scheduler: hyperband, parameters: {kind: [relu, elu], dropout: {uniform: [0, 0.5]}}"
        ).resolving.resolution.sweep
        let sweep = try #require(plan)
        #expect(try PlanCoding.decode(SweepPlan.self, from: try PlanCoding.encode(sweep)) == sweep)
    }

    /// The plan of the experiment knows nothing of its sweep, sound or not.
    @Test func thePlanIsTheSame() throws {
        let without = try Resolving(SweepResolving.file, probe: FakeProbe()).plan()
        let with = try SweepResolving("\(objective), parameters: {dropout: [0.1]}").resolving
        #expect(try with.plan() == without)
        let broken = try SweepResolving("objective: {step: none, metric: x}, parameters: {dropout: [0.1]}").resolving
        #expect(try broken.plan() == without)
        #expect(broken.resolution.sweep == nil)
    }

    @Test func aBrokenPlanHasNoSweep() throws {
        let text = SweepResolving.file.replacing("data: train,", with: "data: trian,")
        let resolving = try Resolving(text + "sweep: {\(objective), parameters: {dropout: [0.1]}}\n", probe: FakeProbe())
        #expect(resolving.errors.map(\.id) == ["unknown-data-set"])
        #expect(resolving.resolution.sweep == nil && resolving.resolution.sweepDiagnostics == [])
    }

    struct Slip: CustomTestStringConvertible {
        var sweep: String
        var id: String
        var at: String
        var help: String
        init(_ sweep: String, _ id: String, at: String, _ help: String = "") {
            (self.sweep, self.id, self.at, self.help) = (sweep, id, at, help)
        }
        var testDescription: String { "\(id): \(sweep.prefix(80))" }
    }

    private static let goal = "objective: {step: training, metric: val_loss}"
    private static let grid = "\(goal), parameters: {dropout: [0.1, 0.2], units: [8]}"
    private static let drawn =
        "\(goal), method: random, parameters: {dropout: {uniform: [0, 0.5]}, kind: [relu, elu]}, trials: 20"

    static let slips: [Slip] = [
        // Spaces.
        Slip(goal, "empty-space", at: "{\(goal)}", "write parameters: {dropout: [0.1, 0.2, 0.4]}"),
        Slip(
            "\(goal), parameters: {dropout: {uniform: [0, 0.5]}}", "grid-over-continuous", at: "0",
            "or draw points: method: random"),
        Slip("\(grid), trials: 20", "conflicting-keys", at: "20", "method: random"),
        Slip("\(goal), method: sobol, parameters: {dropout: [0.1]}", "missing-key", at: "sobol", "write trials: 40"),
        Slip("\(goal), parameters: {.seed: [1, 2]}", "unsweepable", at: ".seed", "write seeds: [1, 2, 3]"),
        Slip("\(goal), parameters: {seed: [1, 2]}", "unsweepable", at: "seed", "write seeds: [1, 2, 3]"),
        Slip(
            "\(goal), parameters: {dropout: [0.1], parameters.dropout: [0.2, 0.3]}", "duplicate-key", at: "parameters.dropout",
            "keep one of them"),
        Slip(
            "\(goal), method: sobol, trials: 3, parameters: {"
                + (0...SobolSearch.mostParameters).map { "models.net.p\($0): {uniform: [0, 1]}" }.joined(separator: ", ") + "}",
            "too-many-parameters", at: "sobol", "use method: random"),
        Slip("\(goal), parameters: {sweep.trials: [1, 2]}", "unsweepable", at: "sweep.trials"),
        Slip(
            "\(goal), method: cma_es, trials: 9, parameters: {dropout: {uniform: [0, 0.5]}, kind: [relu, elu]}", "not-continuous",
            at: "relu",
            "method: tpe"),
        // Objectives.
        Slip(
            "objective: {step: trainig, metric: loss}, parameters: {dropout: [0.1]}", "unknown-step", at: "trainig",
            "did you mean `training`?"),
        Slip(
            "objective: {step: build, metric: loss}, parameters: {dropout: [0.1]}", "unknown-metric", at: "build",
            "training, evaluation"),
        Slip(
            "objective: {step: training, metric: val_acc}, parameters: {dropout: [0.1]}", "unknown-metric", at: "val_acc",
            "did you mean `val_accuracy`?"),
        Slip(
            "objective: {step: evaluation, metric: val_loss}, parameters: {dropout: [0.1]}", "unknown-metric", at: "val_loss",
            "did you mean `loss`?"),
        Slip(
            "objective: {step: training, metric: learning_rate}, parameters: {dropout: [0.1]}", "unknown-direction",
            at: "learning_rate",
            "mode: min"),
        Slip(
            "objective: {step: evaluation, metric: loss, epoch: last}, parameters: {dropout: [0.1]}", "unusable-key", at: "last",
            "leave it out"),
        // Conditions.
        Slip(
            "\(goal), parameters: {kind: [relu, elu], dropout: {values: [0.1], when: {kid: relu}}}", "unknown-parameter",
            at: "kid",
            "did you mean `kind`?"),
        Slip(
            "\(goal), parameters: {kind: [relu, elu], dropout: {values: [0.1], when: {kind: rleu}}}", "unknown-value", at: "rleu",
            "did you mean `relu`?"),
        Slip(
            "\(goal), parameters: {units: {int_uniform: [1, 8]}, dropout: {values: [0.1], when: {units: 9}}}", "unknown-value",
            at: "9",
            "from 1 to 8"),
        Slip(
            "\(goal), parameters: {kind: {values: [relu], when: {dropout: 0.1}}, dropout: {values: [0.1], when: {kind: relu}}}",
            "cyclic-condition", at: "kind", "leave out one `when`"),
        Slip("\(goal), parameters: {dropout: {values: [0.1], when: {dropout: 0.1}}}", "cyclic-condition", at: "dropout"),
        // Constraints.
        Slip("\(grid), constraints: [dropout <]", "malformed-constraint", at: "]"),
        Slip("\(grid), constraints: ['dropout < 1 and units']", "malformed-constraint", at: "u"),
        Slip("\(grid), constraints: [droput < 1]", "unknown-name", at: "droput", "did you mean `dropout`?"),
        Slip("\(grid), constraints: [\"dropout < rate\"]", "unknown-name", at: "rate", "the same in all trials"),
        Slip("\(grid), constraints: [units-dropout > 1]", "unknown-name", at: "units-dropout", "units - dropout"),
        Slip("\(drawn), constraints: [kind == relu]", "unknown-name", at: "relu", "in quotes: 'relu'"),
        Slip("\(drawn), constraints: [kind > 3]", "not-a-number", at: "kind", "=="),
        // Extra trials and seeds.
        Slip("\(grid), extra_trials: [{dropout: 0.1}, {dropout: 10%}]", "duplicate-value", at: "{dropout: 10%}", "leave one out"),
        Slip("\(grid), extra_trials: [{.name: x}]", "unsweepable", at: ".name"),
        // Schedulers.
        Slip("\(drawn), scheduler: {asha: {step: evaluation}}", "unknown-metric", at: "evaluation", "trainings: training"),
        Slip("\(drawn), scheduler: {asha: {metric: val_los}}", "unknown-metric", at: "val_los", "did you mean `val_loss`?"),
        Slip("\(drawn), scheduler: {asha: {min_epochs: 9}}", "out-of-range", at: "9", "write min_epochs: 1 to 8"),
        Slip("\(drawn), scheduler: {median: {min_epochs: 50}}", "out-of-range", at: "50", "1 to 8"),
        Slip("\(drawn), scheduler: {pbt: {interval: 9}}", "out-of-range", at: "9", "write interval: 1 to 8"),
        Slip("\(grid), scheduler: {pbt: {quantile: 0.5}}", "conflicting-keys", at: "pbt", "method: random"),
        Slip(
            "\(drawn.replacing("trials: 20", with: "trials: 3")), scheduler: pbt", "never-learns", at: "pbt",
            "raise quantile or trials"),
        Slip(
            "\(drawn.replacing("trials: 20", with: "trials: 8")), scheduler: hyperband", "incomplete-bracket", at: "hyperband",
            "raise trials"),
        Slip("\(drawn), scheduler: {asha: {parallel: 30}}", "never-learns", at: "30"),
        Slip(
            "\(goal), method: {tpe: {startup_trials: 20}}, parameters: {dropout: {uniform: [0, 0.5]}}, trials: 20",
            "never-learns", at: "20",
            "lower startup_trials"),
    ]

    @Test(arguments: slips) func says(_ slip: Slip) throws {
        let resolved = try SweepResolving(slip.sweep)
        #expect(resolved.diagnostics.map(\.id) == [slip.id])
        let first = try #require(resolved.diagnostics.first)
        #expect(first.position?.line == SweepResolving.file.split(separator: "\n", omittingEmptySubsequences: false).count)
        #expect(resolved.resolving.underlined(first) == slip.at)
        #expect(slip.help.isEmpty || first.help.contains { $0.contains(slip.help) }, "\(first.help)")
        #expect((resolved.resolving.resolution.sweep == nil) == (first.severity == .error))
    }

    @Test func aSchedulerNeedsATraining() throws {
        let text = SweepResolving.file.replacing(
            "  - train: {id: training, model: net, data: train, validation_data: test, epochs: 9}\n", with: "")
        let resolved = try Resolving(
            text + "sweep: {objective: {step: evaluation, metric: loss}, scheduler: asha, parameters: {dropout: [0.1]}}\n",
            probe: FakeProbe())
        #expect(resolved.resolution.sweepDiagnostics.map(\.id) == ["no-training"])
    }

    /// By the metric under every semantics: old versions of Keras take an area under a curve for a loss.
    @Test func directionGoesByTheMetric() throws {
        let text = SweepResolving.file.replacing("seed: 5", with: "semantics: keras-2.2.4")
        func mode(_ metric: String) throws -> MonitorMode? {
            try Resolving(
                text + "sweep: {objective: {step: training, metric: \(metric)}, parameters: {dropout: [0.1]}}\n",
                probe: FakeProbe()
            )
            .resolution.sweep?.objective.mode
        }
        #expect(try mode("val_auc") == .max)
        #expect(try mode("val_acc") == .max)
        #expect(try mode("val_loss") == .min)
    }

    @Test func seedsEndWhereNumPysEnd() throws {
        let text = SweepResolving.file.replacing("seed: 5", with: "seed: 4294967295")
        func ids(_ seeds: String) throws -> [String] {
            try Resolving(text + "sweep: {\(objective), seeds: \(seeds), parameters: {dropout: [0.1]}}\n", probe: FakeProbe())
                .resolution
                .sweepDiagnostics.map(\.id)
        }
        #expect(try ids("1") == [])
        #expect(try ids("2") == ["out-of-range"])
    }
}

/// What the decoder has said is not said again in other words.
struct SweepCascadeTests {
    @Test(arguments: [
        ("objective: {step: training, metric: val_loss}, parameters: {dropout: {uniform: [1, 0]}}", ["reversed-bounds"]),
        ("objective: {step: training, metric: val_loss}, paramters: {dropout: [0.1]}", ["unknown-key"]),
        ("objective: {step: training, metric: val_loss}, dropout: [0.1]", ["unknown-key"]),
        (
            "objective: {step: training, metric: val_loss}, method: random, trials: 0, parameters: {dropout: [0.1]}",
            ["out-of-range"]
        ),
        (
            "objective: {step: training, metric: val_loss}, parameters: {dropout: 3, units: {values: [8], when: {dropout: 3}}}",
            ["wrong-type"]
        ),
        (
            "objective: {step: training, metric: val_loss}, parameters: {dropout: 3, units: [8]}, constraints: [dropout < 1]",
            ["wrong-type"]
        ),
        // What has nothing to do with it is said in the same go.
        ("objective: {step: training, metric: loss_}, parameters: {dropout: 3}", ["wrong-type", "unknown-metric"]),
    ]) func isSaidOnce(_ sweep: String, _ ids: [String]) throws {
        let resolving = try Resolving(decoding: SweepResolving.file + "sweep: {\(sweep)}\n", probe: FakeProbe())
        #expect((resolving.complaints + resolving.resolution.sweepDiagnostics).map(\.id) == ids)
        #expect(resolving.resolution.sweep == nil || resolving.complaints.allSatisfy { $0.id == "unknown-key" })
    }
}
