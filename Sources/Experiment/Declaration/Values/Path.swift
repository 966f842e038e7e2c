import YAMLSyntax

extension ValueType<String> {
    /// A path; a relative one starts from the folder of whoever wrote its leading piece. The value is absolute.
    /// It keeps its `..`: behind a symbolic link only the system knows where that leads.
    static let path: Self = ValueType(
        noun: "a path",
        decode: { node, decoding in
            guard let text = node.text, !node.isNull, !text.isEmpty, !text.contains("\0") else {
                decoding.mismatch(node, needs: "a path")
                return nil
            }
            let origin = decoding.origin(of: node)
            let folder = decoding.baseDirectory(origin.file)
            if !text.hasPrefix("/") { decoding.relativePaths[origin] = folder }
            return FilePath.join(folder, text)
        },
        schema: { _ in ["type": ["string", "number"], "minLength": 1] },
        json: { .string($0) })
}
