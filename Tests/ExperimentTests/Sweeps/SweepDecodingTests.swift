import Network
import Plan
import Testing

@testable import Experiment

/// `sweep:` from text to values.
struct SweepDecodingTests {
    private func decoded(_ sweep: String, _ settings: String..., parameters: String = "{}") throws -> Decoded {
        try Decoded(
            "parameters: \(parameters)\nsweep: {objective: {step: a, metric: loss}, \(sweep)}\n", settings: settings)
    }

    private func sweep(_ sweep: String, parameters: String = "{}", sourceLocation: SourceLocation = #_sourceLocation) throws
        -> SweepSpec
    {
        let file = try decoded(sweep, parameters: parameters).whole(sourceLocation: sourceLocation)
        return try #require(file.sweep, sourceLocation: sourceLocation)
    }

    private func domain(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> SweepDomain {
        let spec = try sweep("parameters: {x: \(text)}", sourceLocation: sourceLocation)
        return try #require(spec.parameters.first, sourceLocation: sourceLocation).wrappedValue.domain
    }

    @Test func defaults() throws {
        let spec = try sweep("parameters: {x: [1]}")
        #expect(spec.name == "default")
        #expect(spec.method == nil && spec.scheduler == nil && spec.trials == nil && spec.seeds == nil && spec.seed == nil)
        #expect(spec.objective?.mode == .auto && spec.objective?.epoch == .best)
        #expect(spec.workers == nil && spec.memory == nil && spec.slurm == SlurmResources())
    }

    @Test func domains() throws {
        #expect(try domain("[0.1, 1e-1%, 1/4]") == .values([.number(0.1), .number(0.001), .number(0.25)], isOrdered: true))
        #expect(try domain("[adam, \"no\", 3]") == .values([.yaml("adam"), .yaml("'no'"), .number(3)], isOrdered: false))
        #expect(try domain("{choice: [1, 2]}") == .values([.number(1), .number(2)], isOrdered: false))
        #expect(try domain("{values: [1, 2]}") == .values([.number(1), .number(2)], isOrdered: true))
        #expect(
            try domain("[{SGD: {momentum: 0.9, nesterov: true}}, ~]")
                == .values([.yaml("{SGD: {momentum: 0.9, nesterov: true}}"), .yaml("null")], isOrdered: false))
        #expect(try domain("{uniform: [0, 50%]}") == .uniform(low: 0, high: 0.5))
        #expect(try domain("{log_uniform: [1e-5, 1e-2]}") == .logUniform(low: 1e-5, high: 1e-2))
        #expect(try domain("{int_uniform: [-3, 8]}") == .intUniform(low: -3, high: 8))
    }

    static let ranges: [(text: String, values: [Double])] = [
        ("[1, 4]", [1, 2, 3, 4]), ("[16, 64, 16]", [16, 32, 48, 64]), ("[0.1, 0.7, 0.1]", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]),
        ("[-0.3, 0.3, 0.1]", [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]),
        ("[0, 1, 1/3]", [0, 0.3333333333333333, 0.6666666666666666, 1]),
        ("[1e-5, 3e-5, 1e-5]", [1e-5, 2e-5, 3e-5]), ("[0, 1e9, 5e8]", [0, 5e8, 1e9]),
    ]

    /// Each value is the number nearest to its decimal digits.
    @Test(arguments: ranges) func rangesAreExact(_ text: String, _ expected: [Double]) throws {
        guard case .values(let values, true) = try domain("{range: \(text)}") else {
            Issue.record("no list")
            return
        }
        let numbers = values.compactMap(\.number)
        #expect(numbers.count == expected.count)
        // 1/3 has no last digit; all others are exact.
        for (a, b) in zip(numbers, expected) { #expect(text.contains("/") ? abs(a - b) < 1e-15 : a == b) }
    }

    @Test func aLongRangeAddsNothingUp() throws {
        guard case .values(let values, _) = try domain("{range: [0, 10, 0.001]}") else {
            Issue.record("no list")
            return
        }
        #expect(values.count == 10_001)
        #expect(values[7] == .number(0.007))
        #expect(values.enumerated().allSatisfy { $1.number == Double("\($0)e-3") })
    }

    static let slips: [(text: String, id: String, help: String?)] = [
        ("{range: [5, 1]}", "reversed-bounds", "write [1, 5]"), ("{range: [5, 1, 2]}", "reversed-bounds", "write [1, 5, 2]"),
        ("{range: [0, 1, 0.3]}", "uneven-range", "write [0, 0.9, 0.3], or [0, 1.2, 0.3]"),
        ("{range: [0, 1, 0]}", "out-of-range", nil),
        ("{range: [0, 1, 5]}", "uneven-range", "write [0, 5, 5]"), ("{range: [0, 1, -0.5]}", "out-of-range", nil),
        ("{range: [5, 1, -1]}", "reversed-bounds", "write [1, 5, 1]"),
        (
            "{range: [0, 3e38, 1e-38]}", "too-many-values",
            "use a larger step, or `int_uniform` or `uniform` with a method that draws: method: random"
        ),
        ("{uniform: [1, 0.5]}", "reversed-bounds", "write [0.5, 1]"),
        ("{uniform: [1, 1]}", "empty-space", "one value alone: [1]"),
        ("{log_uniform: [0, 1]}", "out-of-range", "begin with a small number such as 1e-5, or use `uniform`"),
        ("{int_uniform: [8, 1]}", "reversed-bounds", "write [1, 8]"), ("{int_uniform: [1.5, 2]}", "wrong-type", nil),
        ("{uniform: [0]}", "wrong-type", "write [first, last]"), ("[]", "empty-space", "write at least one: [0.1, 0.2]"),
        ("0.1", "wrong-type", "one value alone: [0.1]"), ("adam", "wrong-type", "one value alone: [adam]"),
        ("[1, 1.0]", "duplicate-value", "leave one out"), ("{when: {y: 1}}", "missing-key", nil),
        ("{uniform: [0, 1], range: [1, 2]}", "conflicting-keys", "leave out all but one"),
        ("{log_unifrom: [1, 2]}", "unknown-key", "did you mean `log_uniform`?"),
        (
            "{min: 0, max: 1}", "unknown-key",
            "write the interval behind its form: {uniform: [0, 1]}, {log_uniform: [1e-5, 1e-2]} or {int_uniform: [1, 8]}"
        ),
        (
            "{distribution: uniform, values: [1, 2]}", "unknown-key",
            "the form is the key: uniform, log_uniform, int_uniform, choice, values or range"
        ),
        ("{value: 3}", "unknown-key", "what does not vary stands in its own place of the file, and not here"),
        ("{values: [1], when: {}}", "wrong-type", "write when: {optimizer: sgd}"),
        ("{values: [1], when: {y: []}}", "empty-space", "write at least one: [0.1, 0.2]"),
    ]

    @Test(arguments: slips) func says(_ text: String, _ id: String, _ help: String?) throws {
        let diagnostics = try decoded("parameters: {x: \(text)}").diagnostics
        #expect(diagnostics.map(\.id) == [id])
        if let help { #expect(diagnostics.first?.help.first == help) }
    }

    /// What Optuna, Ray Tune, Weights & Biases and Hydra call the same.
    @Test(arguments: [
        ("method: bayes, trials: 3", "unknown-kind", "it is called `tpe`"),
        ("method: random_search, trials: 3", "unknown-kind", "it is called `random`"),
        ("method: cmaes, trials: 3", "unknown-kind", "it is called `cma_es`"),
        ("scheduler: async_hyperband", "unknown-kind", "it is called `asha`"),
        ("sampler: tpe, trials: 3", "unknown-key", "it is called `method`"),
        ("method: random, n_trials: 3", "unknown-key", "it is called `trials`"),
        ("pruner: median", "unknown-key", "it is called `scheduler`"),
        ("n_jobs: 2", "unknown-key", "it is called `workers`"),
    ]) func namesFromElsewhere(_ text: String, _ id: String, _ help: String) throws {
        let diagnostics = try decoded("parameters: {x: [1, 2]}, \(text)").diagnostics
        #expect(diagnostics.map(\.id) == [id])
        #expect(diagnostics.first?.help.first == help)
    }

    @Test func anObjectiveFromElsewhereIsReadOn() throws {
        let diagnostics = try Decoded(
            "sweep: {objective: {step: a, name: loss, direction: min}, parameters: {x: [1]}}\n"
        ).diagnostics
        #expect(diagnostics.map(\.id) == ["unknown-key", "unknown-key"])
        #expect(diagnostics.map(\.help.first) == ["it is called `metric`", "it is called `mode`"])
    }

    @Test func conditionsTakeOneValueOrSeveral() throws {
        let spec = try sweep(
            "parameters: {o: [sgd, adam], m: {uniform: [0, 1], when: {o: sgd}}, n: {values: [1], when: {o: [sgd, adam]}}}")
        #expect(
            spec.parameters.map(\.wrappedValue.parameter.conditions) == [
                [], [SweepCondition(path: "o", values: [.yaml("sgd")])],
                [SweepCondition(path: "o", values: [.yaml("sgd"), .yaml("adam")])],
            ])
    }

    @Test func referencesStandForValues() throws {
        let spec = try sweep(
            "parameters: {x: \"${rates}\", y: [\"${one}\", 2], z: {uniform: [0, \"${one}\"]}}, trials: \"${n}\"",
            parameters: "{rates: [0.1, 0.2], one: 1, n: 7}")
        #expect(
            spec.parameters.map(\.wrappedValue.domain) == [
                .values([.number(0.1), .number(0.2)], isOrdered: true), .values([.number(1), .number(2)], isOrdered: true),
                .uniform(low: 0, high: 1),
            ])
        #expect(spec.trials == 7)
    }

    @Test(arguments: [
        ("90", 90), ("90min", 90), ("2h", 120), ("1h30min", 90), ("1h 30min", 90), ("1d", 1440), ("1-12:00:00", 2160),
        ("12:00:00", 720),
        ("0:00:01", 1), ("59s", 1), ("61s", 2), ("366d", 527_040),
    ]) func times(_ text: String, _ minutes: Int) throws {
        #expect(try sweep("slurm: {time: \"\(text)\"}").slurm.minutes == minutes)
        #expect(try sweep("slurm: {time: \(text)}").slurm.minutes == minutes)
    }

    @Test(arguments: [
        "soon", "1:30", "2 weeks", "1min2h", "0", "367d", "1-2-3", "-5", "1.5h", "99999999999999999999", "12:60:00", "",
    ])
    func noTimes(_ text: String) throws {
        #expect(try decoded("slurm: {time: \"\(text)\"}").diagnostics.count == 1)
    }

    @Test func settingsChangeASweep() throws {
        let file = try #require(
            try Decoded(
                "sweep: {trials: 3, method: {tpe: {parallel: 2}}, objective: {step: a, metric: loss}, parameters: {x: [1]}}",
                settings: [
                    "sweep.trials=100", "sweep.method=random", "sweep.parameters.x=[1, 2]", "sweep.seeds=3",
                    "sweep.parameters.y={uniform: [0, 1]}",
                ]
            ).file)
        let spec = try #require(file.sweep)
        #expect(spec.trials == 100)
        #expect(spec.method?.value.kind is RandomSearch)
        #expect(spec.parameters.map(\.wrappedValue.path) == ["x", "y"])
        #expect(spec.parameters[0].wrappedValue.domain.count == 2)
    }

    /// Another form of a domain takes the place of the one below, and its condition stays.
    @Test func anExtendingFileChangesDomains() throws {
        let base = """
            sweep:
              method: grid
              objective: {step: a, metric: loss}
              parameters: {x: {log_uniform: [1, 2], when: {o: 1}}, o: [1, 2], y: [1]}
            """
        let decoded = try Decoded(
            "extends: base.yaml\nsweep: {method: {tpe: {}}, parameters: {x: {uniform: [0, 1]}, y: {range: [1, 2]}}, objective: {metric: acc}}",
            files: ["base.yaml": base])
        let spec = try #require(try decoded.whole().sweep)
        #expect(spec.method?.value.kind is TPESearch)
        #expect(spec.parameters[0].wrappedValue.domain == .uniform(low: 0, high: 1))
        #expect(spec.parameters[0].wrappedValue.conditions.count == 1)
        #expect(spec.parameters[2].wrappedValue.domain.count == 2)
        #expect(spec.objective?.step == "a" && spec.objective?.metric == "acc")
    }

    @Test func schedulersKnowWhatTheyWatch() throws {
        let spec = try sweep("scheduler: {asha: {min_epochs: 2, step: t, metric: val_loss, mode: min}}")
        let written = try #require(spec.scheduler?.value)
        #expect((written.scheduler as? ASHA)?.minEpochs == 2)
        #expect(written.step == "t" && written.metric == "val_loss" && written.mode == .min)
        let watch = SchedulerWatch(step: "t", metric: "val_loss", mode: .min, epochs: 9)
        #expect((written.resolved(watch)?.kind as? ASHA)?.watch == watch)
        #expect((written.resolved(watch)?.kind as? ASHA)?.minEpochs == 2)
        #expect(try sweep("scheduler: none").scheduler?.value.scheduler is NoScheduler)
    }
}

/// What all trials of a sweep have in common, as text.
struct DocumentIdentityTests {
    private func identity(_ text: String, _ settings: String..., environment: [String: String] = [:]) throws -> String {
        let composition = compose(text)
        return try #require(composition.document).setting(settings).document?.identity(environment: environment) ?? ""
    }

    @Test func layoutAndCommentsAndTheSweepChangeNothing() throws {
        let plain = try identity("name: a\nseed: 3\nsteps: [{train: {epochs: 2}}]\n")
        #expect(
            try identity("# more\nname:   a\nseed: 3   # three\nsteps:\n- train:\n    epochs: 2\nsweep: {trials: 3}\n") == plain)
        #expect(try identity("name: a\nseed: 3\nsteps: [{train: {epochs: 1}}]\n", "steps.train.epochs=2") == plain)
        #expect(try identity("name: a\nseed: 3\nsteps: [{train: {epochs: 3}}]\n") != plain)
        #expect(try identity("name: a\nseed: '3'\nsteps: [{train: {epochs: 2}}]\n") != plain)
    }

    @Test func theEnvironmentCounts() throws {
        let text = "name: a\ndatasets: {d: {folder: \"${env:DATA:-/d}/x\"}}\n"
        let none = try identity(text)
        #expect(try identity(text, environment: ["DATA": "/e"]) != none)
        #expect(try identity(text, environment: ["DATA": ""]) != none)
        #expect(try identity(text, environment: ["OTHER": "/e"]) == none)
    }
}
