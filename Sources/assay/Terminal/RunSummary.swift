import Foundation
import Plan
import Results

/// The end of a run, for people: what each evaluation measured, and where published figures fall.
struct RunSummary {
    var plan: Plan
    var record: RunRecord

    /// Lines, each ending in a line feed; empty where nothing was measured.
    var text: String {
        let parts = [evaluations, claims].filter { !$0.isEmpty }
        return parts.map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
    }

    private var evaluations: [String] {
        let measured = plan.steps.compactMap { step in
            (step.action.kind as? EvaluateStep).flatMap { action in record.metrics[step.id].map { (step, action, $0) } }
        }
        guard let names = measured.first?.2.keys.sorted() else { return [] }
        let rows = measured.map { step, action, values in
            [step.id, action.model, action.data] + names.map { values[$0].map { String(format: "%.4f", $0.value) } ?? "" }
        }
        return TextColumns.lines(["evaluation", "model", "data"] + names, rows)
    }

    /// The table of claims; below it, why a figure cannot be attained.
    private var claims: [String] {
        let claims = zip(plan.claims, record.claims)
        guard !record.claims.isEmpty else { return [] }
        let rows = claims.map { claim, record in
            [
                record.step, record.metric, record.printed, record.measured.map { claim.value.text(of: $0.value) } ?? "-",
                record.difference.map { claim.value.text(ofDifference: $0.value) } ?? "-", record.attainability?.text ?? "",
            ]
        }
        return TextColumns.lines(["claim", "metric", "published", "measured", "difference", "attainable"], rows)
            + claims.flatMap { claim, record in Self.objections(to: claim, record.attainability) }
    }

    /// Why a published figure cannot be measured, where it cannot, as lines to stand below a table.
    static func objections(to claim: ClaimPlan, _ attainability: Attainability?) -> [String] {
        guard let objection = attainability?.objection(to: claim.value) else { return [] }
        return ["\(claim.step) \(claim.metric) \(objection)"]
    }
}
