import Diagnostics
import Foundation

/// The values of a training's epochs, as `<step id>/curves.csv` has them.
public struct Curves: Hashable, Sendable {
    /// One epoch.
    public struct Row: Hashable, Sendable {
        /// Which, from 1.
        public var epoch: Int
        /// How long it took.
        public var seconds: Double
        /// One a name; NaN where there is none.
        public var values: [Double]

        /// Creates a row.
        public init(epoch: Int, seconds: Double, values: [Double]) {
            self.epoch = epoch
            self.seconds = seconds
            self.values = values
        }
    }

    /// The names after `epoch` and `seconds`, in order: `loss`, `acc`, `val_loss`, `val_acc`, `lr`.
    public var names: [String]
    /// The epochs, in order.
    public var rows: [Row]

    /// Creates curves.
    public init(names: [String], rows: [Row] = []) {
        self.names = names
        self.rows = rows
    }

    /// The values of a name, an epoch each; nil where there is no such name.
    public func values(_ name: String) -> [Double]? {
        names.firstIndex(of: name).map { column in
            rows.map { $0.values.indices.contains(column) ? $0.values[column] : .nan }
        }
    }

    /// The first line of the file.
    var header: String { CSV.line(["epoch", "seconds"] + names) }

    /// The line of a row; the time to a thousandth of a second.
    static func line(_ row: Row) -> String {
        let seconds = (row.seconds * 1000).rounded() / 1000
        return CSV.line(["\(row.epoch)", CSV.number(seconds)] + row.values.map(CSV.number))
    }

    /// The file's text.
    public var text: String { ([header] + rows.map(Self.line)).joined(separator: "\n") + "\n" }

    /// Reads a file's text; a last line that was cut short is left out.
    ///
    /// - Throws: A diagnostic that names the line which is no row of numbers.
    public init(text: String, path: String) throws(Diagnostic) {
        let whole = text.hasSuffix("\n") ? text : String(text[..<(text.lastIndex(of: "\n") ?? text.startIndex)])
        var records = CSV.parse(whole)[...]
        guard let header = records.popFirst(), header.prefix(2) == ["epoch", "seconds"] else {
            throw .cannotRead(path, "its first line does not begin with epoch,seconds")
        }
        names = Array(header.dropFirst(2))
        rows = []
        for (index, record) in records.enumerated() {
            let numbers = record.dropFirst().compactMap { Double($0) }
            guard let epoch = record.first.flatMap({ Int($0) }), numbers.count == header.count - 1, record.count == header.count
            else { throw .cannotRead(path, "line \(index + 2) is not \(header.count) numbers") }
            rows.append(Row(epoch: epoch, seconds: numbers[0], values: Array(numbers.dropFirst())))
        }
    }
}

/// A training's `curves.csv`, open for more: a line an epoch, there as soon as it is appended.
public final class CurvesFile {
    private let file: AppendingFile
    private let names: [String]

    /// Begins the file of a step, or goes on with one that has the same names.
    public init(_ run: RunDirectory, step: String, names: [String]) throws(Diagnostic) {
        self.names = names
        file = try AppendingFile(run.fileToWrite("\(step)/curves.csv"))
        if file.isEmpty { try file.append(Curves(names: names).header) }
    }

    /// Goes on with the file of a step after some epochs: what it held after them, and a line that was cut short, is gone.
    public init(_ run: RunDirectory, step: String, after curves: Curves) throws(Diagnostic) {
        names = curves.names
        try run.write(curves.text, to: "\(step)/curves.csv")
        file = try AppendingFile(run.fileToWrite("\(step)/curves.csv"))
    }

    /// Waits until all epochs are on the disk.
    public func synchronize() throws(Diagnostic) { try file.synchronize() }

    /// Adds an epoch.
    public func append(_ row: Curves.Row) throws(Diagnostic) { try file.append(Curves.line(row)) }
}

extension RunDirectory {
    /// Reads `<step id>/curves.csv`.
    public func curves(step: String) throws(Diagnostic) -> Curves {
        let name = "\(step)/curves.csv"
        return try Curves(text: String(decoding: read(name), as: UTF8.self), path: file(name).path)
    }
}
