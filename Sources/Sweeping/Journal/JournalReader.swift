import Diagnostics
import Foundation
import Results

/// Reads the journals of a sweep, and later what was added to them.
struct JournalReader: Sendable {
    /// How far a file was read.
    private struct Progress {
        /// The bytes of the lines that were read.
        var offset: UInt64 = 0
        /// The length at the last look: what lies behind the last line break then was no whole line.
        var length: UInt64 = 0
    }

    private let folder: URL
    private let isReading: Bool
    private var files: [String: Progress] = [:]

    init(_ directory: SweepDirectory, isReading: Bool) {
        folder = directory.journal
        self.isReading = isReading
    }

    /// Has a network file system look at the folder anew: a machine that makes a file in it learns what others made.
    func revalidate() {
        let path = folder.appendingPathComponent(".look-\(UInt64.random(in: .min ... .max))").path
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { return }
        close(file)
        unlink(path)
    }

    /// Reads what is new. A line without its line break is left until it has one: its process is writing it, or was killed while it did.
    ///
    /// - Throws: A diagnostic where the folder cannot be read.
    mutating func refresh(_ journal: inout SweepJournal) throws(Diagnostic) {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder.path) } catch {
            if access(folder.path, F_OK) == 0 { throw .cannotRead(folder.path, "it is unreadable") }
            if isReading { return }
            throw .cannotWrite(folder.path, errno: ENOENT)
        }
        for name in names where name.hasSuffix(".jsonl") && !name.hasPrefix(".") { try read(name, &journal) }
    }

    private mutating func read(_ name: String, _ journal: inout SweepJournal) throws(Diagnostic) {
        let url = folder.appendingPathComponent(name)
        // Opened anew each time: a network file system looks for what others wrote when a file is opened.
        guard let file = try? FileHandle(forReadingFrom: url) else { throw .cannotRead(url.path, "it is unreadable") }
        defer { try? file.close() }
        var status = stat()
        guard fstat(file.fileDescriptor, &status) == 0 else { throw .cannotRead(url.path, "it is unreadable") }
        var progress = files[name, default: Progress()]
        let length = UInt64(max(status.st_size, 0))
        guard length > progress.length else { return }
        var piece = Self.piece
        do {
            while progress.offset < length {
                try file.seek(toOffset: progress.offset)
                let bytes = [UInt8](try file.read(upToCount: piece) ?? Data())
                guard let last = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
                    guard bytes.count == piece else { break }
                    piece *= 2
                    continue
                }
                Self.apply(bytes, upTo: last, to: &journal)
                progress.offset += UInt64(last + 1)
            }
        } catch { throw .cannotRead(url.path, "\(error.localizedDescription)") }
        progress.length = length
        files[name] = progress
    }

    /// Bytes read at once.
    private static let piece = 4 << 20

    private static func apply(_ bytes: [UInt8], upTo last: Int, to journal: inout SweepJournal) {
        var start = 0
        while start <= last {
            guard let end = bytes[start...last].firstIndex(of: UInt8(ascii: "\n")) else { return }
            if let entry = JournalEntry(bytes, start..<end) { journal.apply(entry) } else if end > start { journal.damaged += 1 }
            start = end + 1
        }
    }
}
