import Diagnostics
import Foundation

/// A text file that grows by whole lines, each of them there once `append` returns, even if the process is killed then.
public final class AppendingFile {
    private let file: Descriptor
    private var length: Int

    /// Opens or makes a file. A last line that was cut short, by a kill or a full disk, is removed.
    public init(_ url: URL) throws(Diagnostic) {
        file = try Descriptor(url.path, flags: O_WRONLY | O_CREAT | O_APPEND)
        length = try file.length()
        let whole = Self.wholeLines(url, length: length)
        if whole < length {
            try file.truncate(to: whole)
            length = whole
        }
    }

    /// Whether nothing has been written yet.
    public var isEmpty: Bool { length == 0 }

    /// Adds a line, which must hold no line break; where the disk is full, no part of it stays.
    public func append(_ line: String) throws(Diagnostic) {
        let data = Data((line + "\n").utf8)
        do { try file.write(data) } catch {
            try? file.truncate(to: length)
            throw error
        }
        length += data.count
    }

    /// Waits until all lines are on the disk.
    public func synchronize() throws(Diagnostic) { try file.synchronize() }

    /// The number of bytes up to the last line break.
    private static func wholeLines(_ url: URL, length: Int) -> Int {
        guard length > 0, let handle = try? FileHandle(forReadingFrom: url) else { return length }
        defer { try? handle.close() }
        var end = length
        // From the back, a piece at a time: only the last line can be cut short.
        while end > 0 {
            let start = max(0, end - 65536)
            guard (try? handle.seek(toOffset: UInt64(start))) != nil, let piece = try? handle.read(upToCount: end - start) else {
                return length
            }
            if let place = piece.lastIndex(of: UInt8(ascii: "\n")) { return start + (place - piece.startIndex) + 1 }
            end = start
        }
        return 0
    }
}
