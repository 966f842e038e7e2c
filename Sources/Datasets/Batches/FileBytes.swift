import Diagnostics
import Foundation

/// What the system says of a file: as long as it says the same, the content is the same.
struct FileState: Hashable, Sendable {
    /// Bytes.
    var size: Int
    private var times: [Int]
    private var place: [UInt64]

    init(_ status: stat) {
        size = Int(status.st_size)
        times = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
        place = [UInt64(status.st_dev), UInt64(status.st_ino)]
    }
}

/// Whole files in memory.
enum FileBytes {
    /// No image that can be decoded is larger than this as a file.
    static let maximum = 1 << 29

    /// The content of an image file, and its state as it was opened.
    static func read(_ path: String) throws(Diagnostic) -> (bytes: [UInt8], state: FileState) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= maximum else {
            throw Diagnostic(
                "undecodable-image", .error, "'\(path)' is no file of an image's size",
                help: ["remove it, or set on_error: skip to leave such files out"])
        }
        let wanted = Int(status.st_size)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted, let base = buffer.baseAddress {
                let got = Foundation.read(descriptor, base + count, wanted - count)
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                if got <= 0 { break }
                count += got
            }
        }
        if failed { throw unreadable(path) }
        return (bytes, FileState(status))
    }

    private static func unreadable(_ path: String) -> Diagnostic {
        let missing = errno == ENOENT
        return Diagnostic(
            missing ? "missing-image" : "unreadable-image", .error, "cannot read '\(path)': \(String(cString: strerror(errno)))",
            help: ["put the file back, or set on_error: skip to leave such files out"],
            outcome: missing ? .missingInput : .invalid)
    }
}
