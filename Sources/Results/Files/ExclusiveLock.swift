import Diagnostics
import Foundation

/// A lock on a file that one process at a time can hold. It goes with the process, however that ends.
public final class ExclusiveLock: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Takes the lock; nil where another process, or another value in this one, holds it.
    ///
    /// A file system that knows no locks gives it to everyone.
    ///
    /// - Throws: A diagnostic with outcome `cannotWrite` where the file cannot be made.
    public static func take(_ url: URL) throws(Diagnostic) -> ExclusiveLock? {
        let descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(url.path, errno: errno) }
        let lock = ExclusiveLock(descriptor)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            return errno == EWOULDBLOCK ? nil : lock
        }
        return lock
    }
}
