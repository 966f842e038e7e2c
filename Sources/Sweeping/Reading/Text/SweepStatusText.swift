import Foundation
import Plan

/// What `assay sweep --status` says: where a sweep stands, who is at work, what failed and where its log lies.
public struct SweepStatusText {
    private let reading: SweepReading
    private let folder: String
    private let width: Int
    private let style: TextTable.Style
    private let queue: [String]

    /// A page.
    ///
    /// - Parameters:
    ///   - folder: The sweep's directory, as people are to see it.
    ///   - width: Columns.
    ///   - queue: What a batch system's queue holds of the sweep, a line each.
    public init(_ reading: SweepReading, folder: String, width: Int, style: TextTable.Style, queue: [String] = []) {
        self.reading = reading
        self.folder = folder
        self.width = width
        self.style = style
        self.queue = queue
    }

    /// Lines, each ending in a line feed.
    public var text: String {
        let lines = SweepHeader(reading: reading, width: width).lines + workers + queue + failures + [folder]
        return lines.map { $0 + "\n" }.joined()
    }

    private var workers: [String] {
        guard !reading.workers.isEmpty else { return [] }
        let trials = Dictionary(reading.trials.map { ($0.key, $0) }) { first, _ in first }
        var table = TextTable([
            .init("At work on"), .init("Process", isNumeric: true), .init("Point", isNumeric: true),
            .init("Seed", isNumeric: true), .init("Since (UTC)"), .init("With"),
        ])
        table.rows = reading.workers.map { worker in
            let trial = trials[worker.trial]
            return [
                worker.host, String(worker.process), String(worker.trial.number), String(worker.trial.seed),
                trial?.started.map(Self.time) ?? "", trial?.assignment.words ?? "",
            ]
        }
        return [""] + table.lines(width: width, style: style) + [""]
    }

    /// The failures, the first ten of them: each with its log.
    private var failures: [String] {
        let failed = reading.trials.filter { $0.ending?.outcome == .failed }
        guard !failed.isEmpty else { return [] }
        var lines = ["failed (assay sweep FILE --retry-failed tries them again):"]
        for trial in failed.prefix(10) {
            let name = "  point \(trial.key.number), seed \(trial.key.seed): "
            lines += SweepWords.wrapped(name + (trial.ending?.error ?? "no reason was kept"), width: width, indent: 2)
            if let id = trial.id { lines.append("    \(folder)/trials/\(id)/log.txt") }
        }
        if failed.count > 10 { lines.append("  and \(failed.count - 10) more: sweep.csv has all of them") }
        return lines
    }

    /// `14:22:33` of `2025-01-31T14:22:33Z`, the day before it where there is one.
    private static func time(_ text: String) -> String { text.replacing("T", with: " ").replacing("Z", with: "") }
}
