import Foundation
import Plan
import Results

/// What `assay compare` says of a sweep: the table of its points, what the seeds' noise explains, what the objective depends on.
public struct SweepComparisonText {
    private let reading: SweepReading
    private let importance: [SweepComparison.Importance]
    private let limit: Int
    private let width: Int
    private let style: TextTable.Style

    /// A page.
    ///
    /// - Parameters:
    ///   - limit: The most points to show.
    ///   - width: Columns.
    public init(
        _ reading: SweepReading, importance: [SweepComparison.Importance], limit: Int, width: Int, style: TextTable.Style
    ) {
        self.reading = reading
        self.importance = importance
        self.limit = limit
        self.width = width
        self.style = style
    }

    /// Lines, each ending in a line feed.
    public var text: String {
        let lines = SweepHeader(reading: reading, width: width).lines + [""] + table + notes + shares
        return lines.map { $0 + "\n" }.joined()
    }

    // MARK: The table

    /// A column: its heading, what it may lose where there is no room, and its cells.
    private struct Column {
        var title: String
        var isNumeric = true
        /// Whether heading and cells may be cut: of a parameter.
        var isLong = false
        /// Whether it may be left out, the highest first; 0 never.
        var dispensable = 0
        var cell: (SweepTable.Row) -> String

        func text(_ text: String, to limit: Int, _ cut: String) -> String {
            isLong && text.count > limit ? text.prefix(limit - cut.count) + cut : text
        }
    }

    private var rows: [SweepTable.Row] { Array(reading.table.rows.prefix(limit)) }

    private var table: [String] {
        var columns = columns
        let rows = rows
        let cells = columns.map { rows.map($0.cell) }
        var kept = Array(columns.indices)
        let cut = style == .box ? "…" : ".."
        func needed(_ limit: Int) -> Int {
            let widths = kept.map { index in
                let texts = [columns[index].title] + cells[index]
                return texts.map { columns[index].text($0, to: limit, cut).count }.max() ?? 0
            }
            return widths.reduce(0, +) + 3 * max(widths.count - 1, 0)
        }
        // Long words are cut a little, then columns are left out, then words are cut more.
        var limit = 28
        while needed(limit) > width, limit > 14 { limit -= 1 }
        while needed(limit) > width, let most = kept.map({ columns[$0].dispensable }).max(), most > 0 {
            kept.removeAll { columns[$0].dispensable == most }
        }
        while needed(limit) > width, limit > 6 { limit -= 1 }
        columns = kept.map { columns[$0] }
        let table = TextTable(
            columns.map { .init($0.text($0.title, to: limit, cut), isNumeric: $0.isNumeric) },
            rows: rows.indices.map { row in
                zip(kept, columns).map { index, column in column.text(cells[index][row], to: limit, cut) }
            })
        var lines = table.lines(width: width, style: style)
        let hidden = reading.table.rows.count - rows.count
        if hidden > 0 { lines.append("and \(SweepWords.count(hidden, "point")) more: --all shows them") }
        return lines
    }

    private var columns: [Column] {
        let table = reading.table
        let words = SweepWords(rows.compactMap(\.mean))
        let severalSeeds = table.rows.contains { $0.trials.count > 1 }
        var columns = [Column(title: "Point") { String($0.number) }]
        columns += table.varying.map { path in
            var digits = 3
            if case .values = reading.sweep.parameters.first(where: { $0.path == path })?.domain { digits = 6 }
            let isNumeric = rows.allSatisfy { $0.assignment[path].map { $0.number != nil } ?? true }
            return Column(title: Self.short(path), isNumeric: isNumeric, isLong: true) { row in
                SweepWords.setting(row.assignment[path], digits: digits)
            }
        }
        let metric = reading.sweep.objective.metric
        columns.append(Column(title: severalSeeds ? "Mean" : metric, isLong: true) { words.value($0.mean) })
        if severalSeeds {
            columns.append(Column(title: "Deviation", dispensable: 1) { words.value($0.deviation) })
            columns.append(Column(title: "Seeds", dispensable: 2) { String($0.values.count) })
            columns.append(Column(title: "Least", dispensable: 6) { words.value($0.range?.lowerBound) })
            columns.append(Column(title: "Most", dispensable: 6) { words.value($0.range?.upperBound) })
            columns.append(Column(title: "To best") { $0.difference.map { words.difference($0.mean) } ?? "" })
            columns.append(
                Column(title: style == .box ? "±" : "+-", dispensable: 3) { row in
                    row.difference.map { words.value(($0.high - $0.low) / 2) } ?? ""
                })
            columns.append(
                Column(title: "p", dispensable: 5) { $0.difference.map { String(format: "%.3f", $0.probability) } ?? "" })
        }
        columns.append(Column(title: "Time", dispensable: 4) { $0.seconds > 0 ? SweepWords.time($0.seconds) : "" })
        if rows.contains(where: { !Self.remark($0).isEmpty }) {
            columns.append(Column(title: "", isNumeric: false) { Self.remark($0) })
        }
        return columns
    }

    /// The last part of a path says most.
    private static func short(_ path: String) -> String {
        guard path.count > 20, let dot = path.lastIndex(of: ".") else { return path }
        return String(path[path.index(after: dot)...])
    }

    /// What there is to say of a point beside its numbers.
    private static func remark(_ row: SweepTable.Row) -> String {
        switch row.standing {
        case .completed: row.difference?.isNoise == true ? "noise" : ""
        case .partial: "\(row.values.count) of \(row.trials.count) seeds"
        case .pruned: "pruned" + (row.epoch > 0 ? " at epoch \(row.epoch)" : "")
        case .running, .waiting, .failed: row.standing.rawValue
        }
    }

    // MARK: Below

    private var notes: [String] {
        let table = reading.table
        guard let best = table.best, table.rows.count > 1 else { return [] }
        let compared = table.rows.filter { $0.difference != nil }
        guard !compared.isEmpty else {
            let text =
                best.values.count < 2
                ? "One seed a point says nothing of noise: how far apart points must be to differ at all is not known. With "
                    + "`seeds: 3` in the sweep, the same command adds seeds to what is done, and this page compares point by point."
                : "No other point has two seeds that the best one has too: there is nothing to compare yet."
            return [""] + wrapped(text)
        }
        let alike = compared.filter { $0.difference?.isNoise == true }.map { String($0.number) }
        var text =
            alike.isEmpty
            ? "Every point that could be compared differs from point \(best.number) by more than the noise of the seeds"
            : "Beside point \(best.number), "
                + (alike.count == 1 ? "the difference of point " : "the differences of points ")
                + Self.list(alike) + (alike.count == 1 ? " is" : " are") + " smaller than the noise of the seeds"
        text += ": the 95 % interval of the mean difference over the seeds that both have (Student's paired t)"
        text += alike.isEmpty ? " does not hold 0." : " holds 0. More seeds make it narrower."
        text += " Each is judged by itself; of many, one in twenty is taken for real by chance."
        return [""] + wrapped(text)
    }

    private static func list(_ words: [String]) -> String {
        let shown = words.prefix(12)
        if words.count > shown.count { return shown.joined(separator: ", ") + " and \(words.count - shown.count) others" }
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }

    private var shares: [String] {
        guard !importance.isEmpty else { return [] }
        let room = max(8, min(40, width - 20 - (importance.map(\.parameter.count).max() ?? 0)))
        let longest = importance.map(\.share).max() ?? 1
        var table = TextTable([.init("Depends on"), .init("Share", isNumeric: true), .init("")])
        table.rows = importance.map { entry in
            let cells = longest > 0 ? Int((entry.share / longest * Double(room)).rounded()) : 0
            let bar = String(repeating: style == .box ? "█" : "#", count: max(0, min(cells, room)))
            return [entry.parameter, String(format: "%.1f %%", entry.share * 100), bar]
        }
        return [""] + table.lines(width: width, style: style)
    }

    private func wrapped(_ text: String) -> [String] { SweepWords.wrapped(text, width: width) }
}
