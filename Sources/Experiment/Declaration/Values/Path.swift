import YAMLSyntax

extension ValueType<String> {
    /// A path; a relative one starts from the folder of whoever wrote its leading piece. The value is absolute.
    static let path: Self = ValueType(
        noun: "a path",
        decode: { node, decoding in
            guard let text = node.text, !node.isNull, !text.isEmpty, !text.contains("\0") else {
                decoding.mismatch(node, needs: "a path")
                return nil
            }
            return Path.absolute(text, from: decoding.baseDirectory(decoding.origin(of: node).file))
        },
        schema: { _ in ["type": ["string", "number"], "minLength": 1] },
        json: { .string($0) })
}

/// Paths as text.
enum Path {
    /// A path made absolute, without `.`, `..` and doubled slashes.
    static func absolute(_ path: String, from folder: String) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
