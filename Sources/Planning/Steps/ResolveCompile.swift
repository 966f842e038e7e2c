import Experiment
import Network
import Plan

extension Resolver {
    /// `compile`: a loss that fits the output, metrics under the names of the era, and what is frozen from here on.
    mutating func compile(_ arguments: CompileArguments, _ step: StepContext) -> (any StepKind)? {
        // In another era the metrics may have other names.
        if step.spec.isComplete, !file.lost.contains("semantics") {
            metricNames[arguments.model] = arguments.metrics.map { MetricNaming.name(of: $0, semantics: file.semantics) }
        }
        guard var state = state(of: arguments.$model, step) else {
            hasLostCompile = hasLostCompile || states[arguments.model] == nil
            return nil
        }
        guard step.spec.isComplete, let loss = arguments.loss, let optimizer = arguments.optimizer else {
            isIncomplete = true
            states[arguments.model] = .some(nil)
            return nil
        }
        let encoding = encoding(of: loss, state, model: arguments.model)
        let metrics = metrics(arguments.metrics, loss: loss, width: state.network.output.count)
        state.compiled = ModelState.Compiled(encoding: encoding, metrics: metrics, frozen: state.frozenNames)
        lintFrozenNormalization(state)
        state.pendingFreeze = nil
        states[arguments.model] = state
        return CompileStep(
            model: arguments.model, loss: loss.value, optimizer: optimizer.value, metrics: metrics, frozen: state.frozenNames)
    }

    /// How class numbers become targets; nil, said here, where loss and output do not fit.
    private mutating func encoding(of loss: LossSpec, _ state: ModelState, model: String) -> TargetEncoding? {
        let output = state.network.output
        guard output.rank == 1 else {
            report(
                "output-mismatch", "`\(model)` ends in an image of \(output), and a loss needs one row of values",
                at: state.lastLayer, help: ["end the model with Flatten and Dense"])
            return nil
        }
        guard let encoding = loss.value.value.targetEncoding(outputWidth: output.count) else {
            report(
                "output-mismatch",
                "\(loss.kind) does not fit the \(output.count) output\(output.count == 1 ? "" : "s") of `\(model)`",
                at: loss.$kind.place,
                help: ["binary_crossentropy fits one output with sigmoid, categorical_crossentropy two or more with softmax"])
            return nil
        }
        lintOutput(loss, state, model: model)
        return encoding
    }

    /// Metrics with what `accuracy` counts decided by the semantics.
    private mutating func metrics(_ specs: [MetricSpec], loss: LossSpec, width: Int) -> [MetricPlan] {
        var result: [MetricPlan] = []
        for spec in specs {
            guard let plan = MetricNaming.resolve(spec, loss: loss.value.kind, width: width, semantics: file.semantics) else {
                continue
            }
            if plan.metric.kind is CategoricalAccuracy, width == 1 {
                report(
                    "output-mismatch", "CategoricalAccuracy has nothing to compare in one output", at: spec.$name.place,
                    help: ["use accuracy"])
            } else if plan.name == "loss" || result.contains(where: { $0.name == plan.name }) {
                report("duplicate-name", "the metric `\(plan.name)` stands twice", at: spec.$name.place, help: ["remove one"])
            } else {
                result.append(plan)
                lintElementWise(plan, spec, width: width)
            }
        }
        return result
    }
}

/// What `accuracy` means, and under which name it is reported.
enum MetricNaming {
    /// A metric with its name in histories; nil never happens for the kinds that there are.
    static func resolve(_ spec: MetricSpec, loss: any Kind, width: Int, semantics: Semantics) -> MetricPlan? {
        let name = name(of: spec, semantics: semantics)
        if let metric = spec.metric { return MetricPlan(name: name, metric: metric) }
        let isElementWise = width == 1 || (semantics.accuracyMeaning == .byLoss && loss is BinaryCrossentropy)
        let kind: any MetricKind = isElementWise ? BinaryAccuracy() : CategoricalAccuracy()
        return OneOf<MetricFamily>(kind).map { MetricPlan(name: name, metric: $0) }
    }

    /// The name in histories: as written, and `acc` for both words for accuracy in an era of short names.
    static func name(of spec: MetricSpec, semantics: Semantics) -> String {
        spec.metric == nil && semantics.historyNames == .short ? "acc" : spec.name
    }
}
