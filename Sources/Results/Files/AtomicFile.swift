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

    /// Writes a file that is not there yet: it appears whole, and of several processes that try one succeeds, on a shared file system too.
    ///
    /// - Returns: false where there is one of that name; it is untouched.
    public static func create(_ data: Data, at url: URL) throws(Diagnostic) -> Bool {
        let temporary = temporaryName(beside: url)
        defer { unlink(temporary) }
        do {
            let file = try Descriptor(temporary, flags: O_WRONLY | O_CREAT | O_EXCL)
            try file.write(data)
            try file.finish()
        } catch { throw error.path(temporary, shownAs: url.path) }
        if Foundation.link(temporary, url.path) == 0 {
            synchronizeFolder(of: url.path)
            return true
        }
        guard errno == EEXIST else { throw .cannotWrite(url.path, errno: errno) }
        return false
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
        synchronizeFolder(of: target)
    }

    /// Has the folder of a file remember its name.
    private static func synchronizeFolder(of path: String) {
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
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
