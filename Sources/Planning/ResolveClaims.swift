import Diagnostics
import Experiment
import Plan

extension Resolver {
    /// Resolves the claims: each names a step that measures something, and one of its metrics.
    mutating func resolveClaims() -> [ClaimPlan] {
        file.claims.map { claim in
            check(claim)
            return ClaimPlan(step: claim.step, metric: claim.metric, value: claim.value, interval: claim.interval)
        }
    }

    /// Says of each claim of a sound plan whether its step can measure the figure at all.
    mutating func judgeClaims(of plan: inout Plan) {
        for (index, spec) in zip(plan.claims.indices, file.claims) {
            let claim = plan.claims[index]
            guard let grid = ClaimGrid(step: claim.step, metric: claim.metric, in: plan) else { continue }
            let attainability = Attainability(of: claim.value, on: grid)
            plan.claims[index].attainability = attainability
            guard let objection = attainability.objection(to: claim.value) else { continue }
            report(
                "unattainable-claim", .lint, "`\(claim.step)` cannot measure this figure: \(objection)", at: spec.$value.place,
                help: [
                    "\(claim.metric) is a share of \(attainability.decisions) here: the figure was measured in another way, or on other images"
                ])
        }
    }

    private mutating func check(_ claim: ClaimSpec) {
        guard claim.$step.isWritten, claim.$metric.isWritten else {
            isIncomplete = true
            return
        }
        guard let index = ids.firstIndex(of: claim.step) else {
            guard !hasLostID else {
                isIncomplete = true
                return
            }
            let measuring = zip(ids, file.steps).filter { $0.1.value is TrainArguments || $0.1.value is EvaluateArguments }.map(
                \.0)
            report(
                "unknown-step", "there is no step with the id `\(claim.step)`", at: claim.$step.place,
                help: Spelling.help(for: claim.step, in: measuring, what: "steps that measure something"))
            return
        }
        let kind = file.steps[index]
        guard kind.value is TrainArguments || kind.value is EvaluateArguments else {
            report(
                "unknown-metric", "`\(claim.step)` is a step of the kind \(kind.kind) and measures nothing",
                at: claim.$step.place,
                help: ["name a train or an evaluate step"])
            return
        }
        // A step that is broken itself has been spoken of.
        guard let names = products[claim.step]?.metrics, !names.isEmpty, !file.lost.contains("semantics") else { return }
        guard names.contains(claim.metric) else {
            let swapped = ["acc": "accuracy", "accuracy": "acc", "val_acc": "val_accuracy", "val_accuracy": "val_acc"]
            let other = swapped[claim.metric].flatMap { names.contains($0) ? $0 : nil }
            report(
                "unknown-metric", "`\(claim.step)` produces no `\(claim.metric)`", at: claim.$metric.place,
                help: (other.map { ["here it is called \($0)"] } ?? [])
                    + ["`\(claim.step)` produces: " + names.joined(separator: ", ")])
            return
        }
        let value = claim.value.value
        // Every metric is a share; the loss and the learning rate are none.
        let plain = claim.metric.hasPrefix("val_") ? String(claim.metric.dropFirst(4)) : claim.metric
        if plain != "loss", plain != HistoryNames.learningRate(file.semantics), !(0...1).contains(value) {
            report(
                "out-of-range",
                "\(plain.contains("acc") ? "an accuracy" : "the share \(claim.metric)") of \(ReadableNumber.short(value))",
                at: claim.$value.place,
                help: ["write a share from 0 to 1, or with a per cent sign: \(ReadableNumber.short(value))%"])
        }
    }
}
