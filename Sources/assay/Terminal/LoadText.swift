import Diagnostics
import Network
import Plan
import Weights

/// What each `load_weights` step of a plan would load, for people.
struct LoadText {
    var plan: Plan
    var loads: [String: LoadReport]
    var width: Int
    var style: TextTable.Style

    /// A section a step: one line, and for a file a table of every parameter and every tensor; empty where nothing is loaded.
    var text: String {
        plan.steps.compactMap { step -> String? in
            guard let action = step.action.kind as? LoadWeightsStep, let report = loads[step.id] else { return nil }
            var lines = "\(step.id) into \(action.model): \(report.summary)".wrapped(to: width, indent: 2)
            if case .file = action.from { lines += table(report).lines(width: width, style: style) }
            return "\n" + lines.map { $0 + "\n" }.joined()
        }.joined()
    }

    private func table(_ report: LoadReport) -> TextTable {
        var table = TextTable([.init("Parameter"), .init("Shape"), .init("Tensor of the file"), .init("Its shape"), .init("")])
        table.rows = report.entries.map { entry in
            [
                entry.parameter ?? "", shape(entry.parameterShape), entry.tensor.map { DisplayText.safe($0) } ?? "",
                shape(entry.tensorShape), remark(entry),
            ]
        }
        return table
    }

    private func shape(_ shape: [Int]?) -> String { shape.map { "\(Shape($0))" } ?? "" }

    private func remark(_ entry: LoadReport.Entry) -> String {
        ([entry.outcome.rawValue, entry.rearranged, entry.reason.map { DisplayText.safe($0) }] as [String?]).compactMap(\.self)
            .joined(separator: ": ")
    }
}
