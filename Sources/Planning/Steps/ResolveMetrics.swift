import Experiment
import Network
import Plan

extension Resolver {
    /// Metrics with what `accuracy` counts decided by the semantics.
    mutating func metrics(_ specs: [MetricSpec], loss: LossSpec, model: String, width: Int) -> [MetricPlan] {
        var result: [MetricPlan] = []
        for spec in specs {
            guard let plan = MetricNaming.resolve(spec, loss: loss.value.kind, width: width, semantics: file.semantics) else {
                continue
            }
            let taken = Set(result.names)
            if let problem = Self.misfit(plan, width: width, model: model) {
                report("output-mismatch", problem.message, at: spec.place(of: problem.key), help: [problem.help])
            } else if let name = plan.names.first(where: { $0 == "loss" || taken.contains($0) }) {
                report(
                    "duplicate-name", "the metric `\(name)` stands twice", at: spec.$name.place,
                    help: [spec.metric == nil ? "remove one" : "remove one, or give it another `name`"])
            } else {
                result.append(plan)
                lintElementWise(plan, spec, width: width)
                lintMetric(plan, spec, width: width)
            }
        }
        return result
    }

    /// What a metric asks of outputs that are not there.
    private static func misfit(_ plan: MetricPlan, width: Int, model: String) -> (key: String, message: String, help: String)? {
        let outputs = "`\(model)` has \(width) output\(width == 1 ? "" : "s")"
        func column(_ number: Int?) -> (key: String, message: String, help: String)? {
            guard let number, number >= width else { return nil }
            return (
                "class_id", "\(plan.metric.name) counts the output \(number), and \(outputs)",
                "outputs are counted from 0: write a class_id of at most \(width - 1)"
            )
        }
        func most(_ number: Int?) -> (key: String, message: String, help: String)? {
            guard let number, number > width else { return nil }
            return ("top_k", "\(plan.metric.name) takes the \(number) largest outputs, and \(outputs)", "write a smaller top_k")
        }
        switch plan.metric.kind {
        case is CategoricalAccuracy, is SparseCategoricalAccuracy, is TopKCategoricalAccuracy, is SparseTopKCategoricalAccuracy:
            guard width == 1 else { return nil }
            return ("", "\(plan.metric.name) has nothing to compare in one output", "use accuracy")
        case let metric as Precision: return column(metric.classId) ?? most(metric.topK)
        case let metric as Recall: return column(metric.classId) ?? most(metric.topK)
        case let metric as ExactAUC: return column(metric.classId)
        case let metric as SensitivityAtSpecificity: return column(metric.classId)
        case let metric as SpecificityAtSensitivity: return column(metric.classId)
        default: return nil
        }
    }
}

/// What `accuracy` means, and under which name it is reported.
enum MetricNaming {
    /// A metric with its name in histories; nil never happens for the kinds that there are.
    static func resolve(_ spec: MetricSpec, loss: any Kind, width: Int, semantics: Semantics) -> MetricPlan? {
        let name = name(of: spec, semantics: semantics)
        if let metric = spec.metric { return MetricPlan(name: name, metric: metric, parts: metric.value.parts(outputs: width)) }
        return OneOf<MetricFamily>(accuracy(of: loss, width: width, semantics: semantics)).map {
            MetricPlan(name: name, metric: $0)
        }
    }

    /// Keras 2.2.4 and 2.3 go by the loss, later ones by the shapes of outputs and targets alone.
    private static func accuracy(of loss: any Kind, width: Int, semantics: Semantics) -> any MetricKind {
        if width == 1 || (semantics.accuracyMeaning == .byLoss && loss is BinaryCrossentropy) { return BinaryAccuracy() }
        return loss is SparseCategoricalCrossentropy ? SparseCategoricalAccuracy() : CategoricalAccuracy()
    }

    /// The name in histories: as written, and `acc` for both words for accuracy in an era of short names.
    static func name(of spec: MetricSpec, semantics: Semantics) -> String {
        spec.metric == nil && semantics.historyNames == .short ? "acc" : spec.name
    }
}
