import Foundation
import Plan
import Results

/// The end of a run, for people: what each evaluation measured, and where published figures fall.
struct RunSummary {
    var plan: Plan
    var record: RunRecord

    /// Lines, each ending in a line feed; empty where nothing was measured.
    var text: String {
        var lines: [String] = []
        let evaluations = plan.steps.compactMap { step in
            (step.action.kind as? EvaluateStep).flatMap { action in record.metrics[step.id].map { (step, action, $0) } }
        }
        if let names = evaluations.first?.2.keys.sorted() {
            let rows = evaluations.map { step, action, values in
                [step.id, action.model, action.data] + names.map { values[$0].map { Self.number($0.value) } ?? "" }
            }
            lines += Self.table(["evaluation", "model", "data"] + names, rows)
        }
        if !record.claims.isEmpty {
            let rows = record.claims.map { claim in
                [
                    claim.step, claim.metric, Self.percent(claim.published), claim.measured.map { Self.percent($0.value) } ?? "-",
                    claim.difference.map { Self.points($0.value) } ?? "-",
                ]
            }
            if !lines.isEmpty { lines.append("") }
            lines += Self.table(["claim", "metric", "published", "measured", "difference"], rows)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func number(_ value: Double) -> String { String(format: "%.4f", value) }
    private static func percent(_ value: Double) -> String { String(format: "%.2f%%", value * 100) }
    private static func points(_ value: Double) -> String { String(format: "%+.2f points", value * 100) }

    private static func trimmed(_ text: String) -> String {
        text.last == " " ? trimmed(String(text.dropLast())) : text
    }

    /// Columns as wide as their widest cell.
    private static func table(_ head: [String], _ rows: [[String]]) -> [String] {
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        return ([head] + rows).map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return trimmed(cells.joined(separator: "  "))
        }
    }
}
