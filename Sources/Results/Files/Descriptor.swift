import Diagnostics
import Foundation

/// An open file for writing; closed with the value.
final class Descriptor {
    private var number: Int32
    /// For messages.
    let path: String

    /// Opens a file.
    init(_ path: String, flags: Int32) throws(Diagnostic) {
        self.path = path
        number = open(path, flags | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw .cannotWrite(path, errno: errno) }
    }

    /// Takes over an open file.
    init(_ number: Int32, _ path: String) {
        self.number = number
        self.path = path
    }

    deinit { if number >= 0 { close(number) } }

    /// The length in bytes.
    func length() throws(Diagnostic) -> Int {
        let end = lseek(number, 0, SEEK_END)
        guard end >= 0 else { throw .cannotWrite(path, errno: errno) }
        return Int(end)
    }

    /// Cuts the file to a length.
    func truncate(to length: Int) throws(Diagnostic) {
        guard ftruncate(number, off_t(length)) == 0 else { throw .cannotWrite(path, errno: errno) }
    }

    /// Writes all bytes, whatever signals arrive.
    func write(_ data: Data) throws(Diagnostic) {
        let code = data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> Int32 in
            var rest = bytes[...]
            while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
                let written = Foundation.write(number, start, rest.count)
                if written > 0 {
                    rest = rest.dropFirst(written)
                } else if written == 0 {
                    return EIO
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
        guard code == 0 else { throw .cannotWrite(path, errno: code) }
    }

    /// Waits until the bytes are on the disk.
    func synchronize() throws(Diagnostic) {
        // Devices and pipes cannot be synchronized, and need not be.
        if fsync(number) != 0, errno != EINVAL, errno != ENOTSUP { throw .cannotWrite(path, errno: errno) }
    }

    /// Waits until the bytes are on the disk, then closes; a disk that is full may say so only here.
    func finish() throws(Diagnostic) {
        try synchronize()
        let closing = number
        number = -1
        guard close(closing) == 0 else { throw .cannotWrite(path, errno: errno) }
    }
}
