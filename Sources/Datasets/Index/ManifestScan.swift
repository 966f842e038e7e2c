import Diagnostics
import Foundation

/// Scans a manifest: a CSV file with a header and the columns `path`, `label` and, if rows are to be chosen, `split`; order is kept.
enum ManifestScan {
    static func scan(_ path: String, root: String, classes: [String], split: String?) -> Scan {
        var scan = Scan()
        do throws(Diagnostic) {
            var reader = CSVReader(try text(path), file: path)
            let rows = try rows(&reader, file: path, split: split, into: &scan)
            scan.classes = classes.isEmpty ? Set(rows.map(\.label.text)).sorted { $0.precedesByCodePoints($1) } : classes
            index(rows, root: root, into: &scan)
            complain(rows, path: path, into: &scan)
        } catch {
            scan.diagnostics.append(error)
        }
        return scan
    }

    private struct Row {
        var path: CSVReader.Field
        var label: CSVReader.Field
    }

    private static func text(_ path: String) throws(Diagnostic) -> String {
        guard Directory.exists(path) else {
            throw Diagnostic(
                "missing-manifest", .error, "no manifest '\(path)'",
                help: ["check the path, or where a parameter or flag sets it"],
                outcome: .missingInput)
        }
        guard Directory.kind(path) == .file, let data = FileManager.default.contents(atPath: path) else {
            throw Diagnostic(
                "unreadable-manifest", .error, "cannot read the manifest '\(path)'", help: ["name a CSV file that may be read"])
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Diagnostic("malformed-csv", .error, "the manifest '\(path)' is not UTF-8", help: ["save it as UTF-8"])
        }
        return text
    }

    /// The rows of the split, all faults of single rows reported into `scan`.
    private static func rows(
        _ reader: inout CSVReader, file: String, split: String?, into scan: inout Scan
    ) throws(Diagnostic) -> [Row] {
        let start = SourcePosition(file: file, line: 1, column: 1)
        guard let header = try reader.record() else {
            throw Diagnostic("malformed-csv", .error, "an empty manifest", at: start, help: ["its first line is `path,label`"])
        }
        let names = header.map(\.text)
        func column(_ name: String) throws(Diagnostic) -> Int {
            let places = names.indices.filter { names[$0] == name }
            if let place = places.first, places.count == 1 { return place }
            let position = places.count > 1 ? header[places[1]].position : start
            let what = places.isEmpty ? "no column '\(name)'" : "two columns '\(name)'"
            let nearest =
                places.isEmpty
                ? Spelling.nearest(to: name, in: names).map { ["did you mean '\($0)' to be '\(name)'?"] } ?? [] : []
            throw Diagnostic(
                "malformed-csv", .error, "\(what) in the header", at: position,
                help: nearest + ["the header names the columns path, label and, where `split` is asked for, split"])
        }
        let (pathColumn, labelColumn) = (try column("path"), try column("label"))
        let splitColumn: Int? = if split == nil { nil } else { try column("split") }
        var rows: [Row] = []
        var splits: Set<String> = []
        while let record = try reader.record() {
            guard record.count == header.count else {
                scan.diagnostics.append(
                    Diagnostic(
                        "malformed-csv", .error, "\(record.count) values in a row, and \(header.count) columns in the header",
                        at: record[0].position, help: ["a comma inside a value needs quotes around it"]))
                continue
            }
            if let splitColumn {
                splits.insert(record[splitColumn].text)
                if record[splitColumn].text != split { continue }
            }
            let row = Row(path: record[pathColumn], label: record[labelColumn])
            for (field, name) in [(row.path, "path"), (row.label, "label")] where field.text.isEmpty {
                scan.diagnostics.append(
                    Diagnostic(
                        "malformed-csv", .error, "an empty \(name)", at: field.position, help: ["fill it in, or remove the row"]))
            }
            rows.append(row)
        }
        if let split, rows.isEmpty, !scan.hasErrors {
            let nearest = Spelling.nearest(to: split, in: splits).map { ["did you mean '\($0)'?"] } ?? []
            let found = "the splits are: " + (splits.isEmpty ? "none" : splits.sorted().joined(separator: ", "))
            throw Diagnostic("empty-split", .error, "no row has the split '\(split)'", at: start, help: nearest + [found])
        }
        return rows
    }

    private static func index(_ rows: [Row], root: String, into scan: inout Scan) {
        let labels = Dictionary(scan.classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var missing: [Row] = []
        for row in rows where !row.path.text.isEmpty && !row.label.text.isEmpty {
            guard let label = labels[row.label.text] else {
                let nearest = Spelling.nearest(to: row.label.text, in: scan.classes).map { ["did you mean '\($0)'?"] } ?? []
                scan.diagnostics.append(
                    Diagnostic(
                        "unknown-class", .error, "'\(row.label.text)' is none of the classes", at: row.label.position,
                        help: nearest + ["the classes are: \(scan.classes.joined(separator: ", "))"]))
                continue
            }
            let file = row.path.text.hasPrefix("/") ? row.path.text : root + "/" + row.path.text
            if !Directory.exists(file) || Directory.kind(file) != .file { missing.append(row) }
            scan.samples.append(.init(path: row.path.text, origin: .file(file), label: label))
        }
        if let first = missing.first {
            let many = missing.count > 1 ? "\(missing.count) files that are not there" : "a file that is not there"
            scan.diagnostics.append(
                Diagnostic(
                    "missing-image", .error, "\(many): \(listed(missing.map(\.path.text)))", at: first.path.position,
                    help: ["paths start from '\(root)'"], outcome: .missingInput))
        }
    }

    private static func complain(_ rows: [Row], path: String, into scan: inout Scan) {
        guard !scan.hasErrors else { return }
        let start = SourcePosition(file: path, line: 1, column: 1)
        if rows.isEmpty {
            scan.diagnostics.append(
                Diagnostic("no-classes", .error, "a manifest without rows", at: start, help: ["add a row for each image"]))
        }
        for (label, name) in scan.classes.enumerated() where !scan.samples.contains(where: { $0.label == label }) {
            scan.diagnostics.append(
                Diagnostic(
                    "empty-class", .error, "no row has the label '\(name)'", at: start,
                    help: ["add one, or list `classes` without it"]))
        }
    }
}
