import Diagnostics
import Foundation
import Results

/// The journal of this process: a file of its own, so that nobody else's lines can be cut by it.
final class JournalWriter {
    private let url: URL
    private var file: AppendingFile?

    /// A journal that is made with its first line.
    init(_ directory: SweepDirectory, _ holder: Holder) {
        let host = String(holder.host.unicodeScalars.map { Self.isPlain($0) ? Character($0) : "_" }.prefix(64))
        url = directory.journal.appendingPathComponent("\(host)-\(holder.process)-\(holder.token).jsonl")
    }

    /// Adds lines; they are on the disk when this returns.
    func append(_ entries: [JournalEntry]) throws(Diagnostic) {
        guard !entries.isEmpty else { return }
        let file: AppendingFile
        if let known = self.file { file = known } else { file = try AppendingFile(url) }
        self.file = file
        for entry in entries { try file.append(entry.line) }
        try file.synchronize()
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || ".-_".unicodeScalars.contains(scalar))
    }
}
