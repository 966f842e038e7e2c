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

    /// Writes over a file in place, in the blocks that it has: for a disk that has no room for a second copy. A kill in between breaks it.
    ///
    /// - Throws: A diagnostic with outcome `cannotWrite` where there is no such file, or the bytes need more room; it is then untouched.
    static func overwrite(_ data: Data, at url: URL) throws(Diagnostic) {
        var status = stat()
        guard stat(url.path, &status) == 0 else { throw .cannotWrite(url.path, errno: errno) }
        guard data.count <= Int(status.st_blocks) * 512 else { throw .cannotWrite(url.path, errno: ENOSPC) }
        let file = try Descriptor(url.path, flags: O_WRONLY)
        try file.write(data)
        try file.truncate(to: data.count)
        try file.finish()
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

    /// Whether a name is one of those.
    static func isTemporary(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".tmp") }

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
