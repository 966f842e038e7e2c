import Diagnostics
import Foundation

/// Files that are there whole, or as they were before, whatever happens in between.
public enum AtomicFile {
    /// Writes a file: to a temporary name beside it, to the disk, then renamed.
    ///
    /// - Throws: A diagnostic with outcome `cannotWrite`, the path and the system's reason; the old file is then untouched.
    public static func write(_ data: Data, to url: URL) throws(Diagnostic) {
        let temporary = temporaryName(beside: url)
        do {
            let file = try Descriptor(temporary, flags: O_WRONLY | O_CREAT | O_EXCL)
            try file.write(data)
            try file.finish()
            try move(temporary, to: url.path)
        } catch {
            unlink(temporary)
            // The person knows the file by its own name.
            throw error.path(temporary, shownAs: url.path)
        }
    }

    /// Makes a symbolic link, or lets an existing one point elsewhere, in one move.
    public static func link(_ url: URL, to target: String) throws(Diagnostic) {
        let temporary = temporaryName(beside: url)
        guard symlink(target, temporary) == 0 else { throw .cannotWrite(url.path, errno: errno) }
        do { try move(temporary, to: url.path) } catch {
            unlink(temporary)
            throw error
        }
    }

    /// A name in the same folder that no one else uses; it begins with a dot, so that listings leave it out.
    private static func temporaryName(beside url: URL) -> String {
        let token = String(UInt64.random(in: .min ... .max), radix: 36)
        return url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(token).tmp").path
    }

    /// Renames over whatever was there, and has the folder remember it.
    private static func move(_ source: String, to target: String) throws(Diagnostic) {
        guard rename(source, target) == 0 else { throw .cannotWrite(target, errno: errno) }
        let folder = open((target as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}

extension Diagnostic {
    /// The same with another path in its message.
    fileprivate func path(_ path: String, shownAs name: String) -> Diagnostic {
        var copy = self
        copy.message = message.replacingOccurrences(of: path, with: name)
        return copy
    }
}
