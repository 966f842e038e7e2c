import Diagnostics
import Foundation

/// Files whose making decides between processes.
package enum ExclusiveFile {
    /// Makes a file that is not there yet, on a shared file system too.
    ///
    /// - Returns: false where there is one of that name.
    /// - Throws: A diagnostic with outcome `cannotWrite`; the file is then removed again.
    package static func create(_ data: Data, at path: String) throws(Diagnostic) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST { return false }
            throw .cannotWrite(path, errno: errno)
        }
        let file = Descriptor(descriptor, path)
        do {
            try file.write(data)
            try file.finish()
        } catch {
            unlink(path)
            throw error
        }
        return true
    }
}
