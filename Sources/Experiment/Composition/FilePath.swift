/// Paths as text; nothing here looks at a disk.
///
/// A path that is opened keeps its `..`: behind a symbolic link only the system knows where that leads.
enum FilePath {
    /// A path seen from a folder; an absolute path stays as it is.
    static func join(_ folder: String, _ path: String) -> String {
        if path.hasPrefix("/") || folder.isEmpty { return path }
        if path.isEmpty { return folder }
        return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
    }

    /// A path seen from a folder that has no symbolic links in it: each leading `..` takes the folder's last part away.
    static func below(_ folder: String, _ path: String) -> String {
        var parts = folder.split(separator: "/")
        var rest = path[...]
        while true {
            if rest.hasPrefix("../") || rest == ".." {
                _ = parts.popLast()
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("./") || rest == "." {
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        return "/" + (parts + (rest.isEmpty && !path.isEmpty ? [] : [rest])).joined(separator: "/")
    }

    /// The folder of a file: `""` for a bare name, `/` for one at the root.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// An absolute path without `.`, `..` and doubled slashes, read as text: what tells whether two paths name one file.
    static func standardized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}
