import Diagnostics

/// Reads one YAML document into a tree of nodes that know their places, and guesses no types.
///
/// The dialect is that of configuration files: one document, keys that are plain or quoted text and each written once, anchors, aliases
/// and merge keys, no tags. What a person or an adversary can write ends in a tree or in diagnostics, in bounded time and memory.
public enum YAMLParser {
    /// The most bytes of a document.
    public static let maximumBytes = 4 << 20
    /// The most levels of nesting, aliases followed.
    public static let maximumDepth = 64
    /// The most nodes of a tree, aliases followed.
    public static let maximumNodes = 200_000

    /// Parses the bytes of a file.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, with or without a byte order mark.
    ///   - file: The name that positions bear.
    /// - Returns: The root, or nil where the text is no YAML; and everything that is wrong. A node can come with errors: what could not
    ///   be kept (a key written twice, say) is then left out.
    public static func parse(_ bytes: [UInt8], file: String) -> (node: Node?, diagnostics: [Diagnostic]) {
        let start = SourcePosition(file: file, line: 1, column: 1)
        if bytes.count > maximumBytes { return (nil, [tooLarge(at: start)]) }
        switch TextValidation.text(of: bytes, file: file) {
        case .failure(let diagnostic): return (nil, [diagnostic])
        case .success(let text): return build(TextSource(text, start: start))
        }
    }

    /// Parses a text that stands somewhere in a longer one, such as the value in `--set name=value`.
    ///
    /// - Parameters:
    ///   - text: The YAML.
    ///   - start: Where its first character stands; columns of its first line count from there.
    /// - Returns: As ``parse(_:file:)``.
    public static func parse(_ text: String, at start: SourcePosition) -> (node: Node?, diagnostics: [Diagnostic]) {
        if text.utf8.count > maximumBytes { return (nil, [tooLarge(at: start)]) }
        if let diagnostic = TextValidation.controlCharacter(in: text, at: start) { return (nil, [diagnostic]) }
        return build(TextSource(text, start: start))
    }

    private static func build(_ source: TextSource) -> (node: Node?, diagnostics: [Diagnostic]) {
        guard let stream = EventStream(source.text) else {
            return (nil, [Diagnostic("out-of-memory", "not enough memory to parse", at: source.start, outcome: .internalFault)])
        }
        var builder = TreeBuilder(source, stream)
        return builder.document()
    }

    private static func tooLarge(at start: SourcePosition) -> Diagnostic {
        Diagnostic(
            "document-too-large", "this is more YAML than the \(maximumBytes) bytes that are read at most", at: start,
            help: ["an experiment is a page or two: is this the right file?"])
    }
}
