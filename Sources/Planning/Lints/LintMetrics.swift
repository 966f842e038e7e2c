import Experiment
import Plan

extension Resolver {
    /// Metrics that say less than they seem to.
    mutating func lintMetric(_ plan: MetricPlan, _ spec: MetricSpec, width: Int) {
        switch plan.metric.kind {
        case let metric as TopKCategoricalAccuracy: lintTop(metric.k, plan, spec, width: width)
        case let metric as SparseTopKCategoricalAccuracy: lintTop(metric.k, plan, spec, width: width)
        case let metric as F1Score where metric.threshold == nil && width == 1:
            report(
                "constant-metric", .lint,
                "F1Score without a threshold takes the largest output, and there is only one: it always speaks",
                at: spec.$name.place, help: ["give it threshold: 0.5"])
        case let metric as Precision where metric == Precision(): lintBoth(plan, spec, width: width)
        case let metric as Recall where metric == Recall(): lintBoth(plan, spec, width: width)
        default: break
        }
    }

    private mutating func lintTop(_ k: Int, _ plan: MetricPlan, _ spec: MetricSpec, width: Int) {
        guard k >= width else { return }
        report(
            "constant-metric", .lint, "the \(k) largest of \(width) outputs are all of them: \(plan.name) is always 1",
            at: spec.place(of: "k"), help: ["write a smaller k, or use accuracy"])
    }

    /// Of two outputs that add up to 1 exactly one is above a half.
    private mutating func lintBoth(_ plan: MetricPlan, _ spec: MetricSpec, width: Int) {
        guard width == 2 else { return }
        report(
            "both-outputs", .lint, "\(plan.name) counts both outputs alike: after softmax it is the accuracy",
            at: spec.$name.place,
            help: ["name the output of the positive class: {\(plan.metric.name): {class_id: 1}}"])
    }
}
