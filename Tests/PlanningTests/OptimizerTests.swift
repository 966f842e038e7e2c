import Foundation
import Network
import Plan
import Testing

/// Rates of layers, exclusions from decay, and schedules on their way into the plan.
struct OptimizerTests {
    private static func file(_ compile: String, train: String = "") -> String {
        """
        assay: 1
        name: rates
        datasets: {a: {synthetic: radiographs, image_size: [16, 16], batch_size: 4}}
        models:
          m:
            input: [16, 16, 3]
            layers:
              - Conv2D: {filters: 4, kernel_size: 3, name: stem_conv}
              - BatchNormalization: {name: stem_bn}
              - Flatten
              - Dense: {units: 2, activation: softmax, name: head}
        steps:
          - build: {model: m}
          - compile: {model: m, \(compile)}
          - train: {model: m, data: a\(train)}
        """
    }

    private func compiled(_ compile: String) throws -> CompileStep {
        let plan = try Resolving(Self.file(compile)).plan()
        return try #require(plan.steps[1].action.kind as? CompileStep)
    }

    @Test func ratesOfLayers() throws {
        let step = try compiled(
            "loss: categorical_crossentropy, optimizer: sgd, learning_rates: {\"stem_*\": 1e-3, \"kind:BatchNormalization\": 0.5}"
        )
        #expect(
            step.learningRates == [
                LayerRates(selector: "stem_*", rate: 1e-3, layers: ["stem_conv"]),
                LayerRates(selector: "kind:BatchNormalization", rate: 0.5, layers: ["stem_bn"]),
            ])
        #expect(try compiled("loss: categorical_crossentropy, optimizer: sgd").learningRates == nil)
    }

    @Test(arguments: [
        ("[bias]", ["stem_conv/bias", "head/bias"]), ("[\"stem*/b*\"]", ["stem_conv/bias", "stem_bn/beta"]),
        (
            "[\"kind:BatchNormalization\", head]",
            [
                "stem_bn/gamma", "stem_bn/beta", "stem_bn/moving_mean", "stem_bn/moving_variance", "head/kernel", "head/bias",
            ]
        ),
    ]) func exclusions(_ written: String, _ names: [String]) throws {
        let step = try compiled(
            "loss: categorical_crossentropy, optimizer: {AdamW: {exclude_from_weight_decay: \(written)}}")
        #expect(step.undecayed == names)
    }

    @Test(arguments: [
        ("optimizer: {SGD: {clipnorm: 1, clipvalue: 1}}", "", "conflicting-keys"),
        ("optimizer: {SGD: {ema_momentum: 0.9}}", "", "conflicting-keys"),
        ("optimizer: {SGD: {exclude_from_weight_decay: [bias]}}", "", "unusable-key"),
        ("optimizer: {AdamW: {exclude_from_weight_decay: [nobody]}}", "", "bad-selector"),
        ("optimizer: {SGD: 0}, learning_rates: {head: 1}", "", "no-learning-rate"),
        ("optimizer: sgd, learning_rates: {haed: 1}", "", "bad-selector"),
        ("optimizer: sgd, learning_rates: {head: 1, \"*\": 2}", "", "unused"),
        ("optimizer: {SGD: {learning_rate: {PiecewiseConstantDecay: {boundaries: [1], values: [1, 2, 3]}}}}", "", "bad-schedule"),
        (
            "optimizer: {SGD: {learning_rate: {PiecewiseConstantDecay: {boundaries: [3, 3], values: [1, 2, 3]}}}}", "",
            "bad-schedule"
        ),
        (
            "optimizer: {SGD: {learning_rate: {CosineDecay: {initial_learning_rate: 1, decay_steps: 3}}}}",
            ", callbacks: {ReduceLROnPlateau: {monitor: loss}}",
            "scheduled-rate"
        ),
    ]) func mistakes(_ optimizer: String, _ train: String, _ id: String) throws {
        let resolving = try Resolving(decoding: Self.file("loss: categorical_crossentropy, \(optimizer)", train: train))
        let found = resolving.complaints + resolving.diagnostics
        #expect(found.map(\.id).contains(id), "\(found.map(\.id))")
    }

    @Test func aScheduleIsInThePlan() throws {
        let step = try compiled(
            "loss: categorical_crossentropy, optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 1e-3, decay_steps: 9}}}}"
        )
        let decay = CosineDecay(initialLearningRate: 1e-3, decaySteps: 9)
        #expect(step.optimizer.kind as? Adam == Adam(learningRate: .schedule(try #require(OneOf(decay)))))
    }

    /// What Keras begins with is the same written out; other arguments stand in the plan only where they are written.
    @Test func initializersAndRegularizers() throws {
        let text = Self.file("loss: categorical_crossentropy, optimizer: sgd")
        let plain = try Resolving(text).plan()
        let usual = try Resolving(
            text.replacing("name: stem_conv", with: "name: stem_conv, kernel_initializer: glorot_uniform")
        ).plan()
        #expect(plain == usual)
        let keys = "kernel_initializer: he_normal, bias_initializer: {Constant: 0.5}, kernel_regularizer: {L2: 1e-3}"
        let other = try Resolving(text.replacing("name: stem_conv", with: "name: stem_conv, \(keys)")).plan()
        let parameters = other.models[0].network.parameters.map(\.parameter)
        #expect(parameters[0].penalty == Penalty(l2: 1e-3) && parameters[1].initializer == .constant(0.5))
        let json = String(decoding: try PlanCoding.encode(plain), as: UTF8.self)
        #expect(!json.contains("initializer") && !json.contains("regularizer") && !json.contains("rules"))
    }
}
