import Diagnostics
import Foundation
import Results

/// `log.txt` of a trial: what its processes said on standard error, one after another.
final class TrialLog {
    /// The file's name in a trial's folder.
    static let name = "log.txt"
    /// The most bytes of one process; what it says after them is left out.
    private static let most = 256 << 10
    /// The most bytes of all processes before this one; of more, the last are kept.
    private static let mostBefore = 1 << 20

    private let file: AppendingFile
    private var rest: [UInt8] = []
    private var written = 0

    /// Opens the log of a trial, whose folder is made where it is missing, and begins the part of another process.
    init(_ directory: RunDirectory, attempt: Int, arguments: [String], time: Date = Date()) throws(Diagnostic) {
        let url = try directory.fileToWrite(Self.name)
        if let text = try? Data(contentsOf: url), text.count > Self.mostBefore {
            let kept = text.suffix(Self.mostBefore / 2)
            try AtomicFile.write(kept[(kept.firstIndex(of: 10) ?? kept.startIndex)...].dropFirst(), to: url)
        }
        file = try AppendingFile(url)
        try file.append("== attempt \(attempt), \(RunRecord.text(time)): assay \(arguments.joined(separator: " "))")
    }

    /// Adds what was said.
    func take(_ bytes: [UInt8]) throws(Diagnostic) {
        rest += bytes
        while let end = rest.firstIndex(of: 10) {
            try write(rest[..<end])
            rest.removeSubrange(...end)
        }
        if rest.count > 65536 { try finishLine() }
    }

    /// Adds how the process ended.
    func end(_ how: String, seconds: Double) throws(Diagnostic) {
        try finishLine()
        try file.append("== \(how) after \(String(format: "%.1f", seconds)) s")
    }

    private func finishLine() throws(Diagnostic) {
        if !rest.isEmpty { try write(rest[...]) }
        rest = []
    }

    private func write(_ line: ArraySlice<UInt8>) throws(Diagnostic) {
        guard written <= Self.most else { return }
        written += line.count + 1
        try file.append(written > Self.most ? "(more was said, and is left out)" : String(decoding: line, as: UTF8.self))
    }
}
