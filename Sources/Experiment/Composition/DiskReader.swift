import Glibc
import YAMLSyntax

/// Reads files of text from the disk: regular ones only, so that a device or a pipe can neither hang nor flood the program.
public enum DiskReader {
    /// Why a file cannot be read.
    public enum Failure: Error, Equatable {
        /// There is none.
        case missing
        /// It is a folder, a device or a pipe.
        case notAFile
        /// What the system says: permission denied, an error of the disk.
        case unreadable(String)
    }

    /// The bytes of a file, one more than ``YAMLParser/maximumBytes`` at most (the parser then says that it is too large).
    ///
    /// - Throws: ``Failure``.
    public static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure() }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Failure.notAFile }

        let limit = YAMLParser.maximumBytes + 1
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { buffer.deallocate() }
        while bytes.count < limit {
            let count = Glibc.read(descriptor, buffer.baseAddress, min(buffer.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure() }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes
    }

    private static func failure() -> Failure {
        let code = errno
        if code == ENOENT || code == ENOTDIR { return .missing }
        return .unreadable(strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)")
    }
}
