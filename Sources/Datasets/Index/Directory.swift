import Foundation

/// What stands in a directory.
enum Directory {
    /// What a name leads to.
    enum Kind: Hashable {
        case file
        case folder
        /// A symbolic link to a folder.
        case linkedFolder
        /// A device, a pipe, a socket.
        case other
    }

    /// One name.
    struct Entry: Hashable {
        var name: String
        var kind: Kind
        var isHidden: Bool { name.hasPrefix(".") }
    }

    /// A system error, in its own words.
    struct Unreadable: Error {
        var code: Int32
        var reason: String { String(cString: strerror(code)) }
    }

    /// The entries, sorted by code points, without `.` and `..`; a link that leads nowhere counts as a file, as in Python's `os.walk`.
    static func entries(_ path: String) throws(Unreadable) -> [Entry] {
        guard let directory = opendir(path) else { throw Unreadable(code: errno) }
        defer { closedir(directory) }
        var entries: [Entry] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let kind =
                switch Int(entry.pointee.d_type) {
                case Int(DT_REG): Kind.file
                case Int(DT_DIR): Kind.folder
                default: kind(path + "/" + name)
                }
            entries.append(Entry(name: name, kind: kind))
        }
        return entries.sorted { $0.name.precedesByCodePoints($1.name) }
    }

    /// What a path leads to; `.file` where a link is broken.
    static func kind(_ path: String) -> Kind {
        var status = stat()
        guard stat(path, &status) == 0 else { return .file }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR:
            var own = stat()
            return lstat(path, &own) == 0 && own.st_mode & S_IFMT == S_IFLNK ? .linkedFolder : .folder
        default: return .other
        }
    }

    /// Whether something stands at a path.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }
}
