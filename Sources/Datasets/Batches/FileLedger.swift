import Diagnostics
import Dispatch
import Foundation
import Synchronization

/// What each file held when it was first looked at, so that a file that changes while a run is under way can be named.
public final class FileLedger: Sendable {
    /// What is known of a file.
    struct Entry: Sendable {
        var state: FileState
        var size: Int
        var key: FileKey
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// Creates an empty ledger.
    public init() {}

    /// Reads and hashes files, on all processors. What cannot be read stays unknown: whoever needs it will say so.
    ///
    /// - Parameters:
    ///   - paths: Absolute paths.
    ///   - isInterrupted: Asked now and then; where it is so, the rest is left out.
    public func survey(_ paths: [String], isInterrupted: () -> Bool = { false }) {
        // As many at once as keep every processor busy, and a signal waiting for less than a second.
        for start in stride(from: 0, to: paths.count, by: 256) where !isInterrupted() {
            let piece = paths[start..<min(start + 256, paths.count)]
            DispatchQueue.concurrentPerform(iterations: piece.count) { number in
                let path = piece[piece.startIndex + number]
                guard let (bytes, state) = try? FileBytes.read(path) else { return }
                note(path, state, bytes)
            }
        }
    }

    /// SHA-256 of a file's content in hexadecimal, and its size; nil where it is unknown.
    public func content(_ path: String) -> (sha256: String, bytes: Int)? { self[path].map { ($0.key.hexadecimal, $0.size) } }

    /// What is known of a file.
    subscript(_ path: String) -> Entry? { entries.withLock { $0[path] } }

    /// The key of a file's content as it has just been read, which is noted where nothing is known yet.
    ///
    /// - Throws: Where the content is another one than before. A file that was only touched is the same.
    func key(_ path: String, _ state: FileState, _ bytes: [UInt8]) throws(Diagnostic) -> FileKey {
        guard let entry = self[path] else { return note(path, state, bytes) }
        if entry.state == state, entry.size == bytes.count { return entry.key }
        guard FileKey(hashing: bytes) == entry.key else {
            let what = bytes.count == entry.size ? "its content is another" : "it had \(entry.size) bytes and has \(bytes.count)"
            throw Diagnostic(
                "changed-image", .error, "'\(path)' has changed while the run was under way: \(what)",
                help: ["leave the data alone while a run is under way, or set on_error: skip to go on without such files"])
        }
        return note(path, state, bytes)
    }

    @discardableResult
    private func note(_ path: String, _ state: FileState, _ bytes: [UInt8]) -> FileKey {
        let key = FileKey(hashing: bytes)
        entries.withLock { $0[path] = Entry(state: state, size: bytes.count, key: key) }
        return key
    }
}
