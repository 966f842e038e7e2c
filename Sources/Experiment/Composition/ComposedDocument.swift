import Diagnostics
import YAMLSyntax

/// One experiment as text: all files it is composed of laid over each other, and the settings over them; nothing typed yet.
///
/// Every node keeps the place it was written at, in whichever file or flag.
public struct ComposedDocument: Sendable {
    /// The root, a mapping, without `extends` and `steps+`.
    public var root: Node
    /// The texts of all files and flags.
    public var sources: SourceTexts
    /// The absolute folder of each file.
    private var directories: [String: String]
    private var workingDirectory: String

    /// Creates a document.
    ///
    /// - Parameters:
    ///   - root: A mapping.
    ///   - sources: The texts of all files and flags.
    ///   - directories: The absolute folder of each file, by the name that positions bear.
    ///   - workingDirectory: The absolute folder that flags start from.
    public init(root: Node, sources: SourceTexts, directories: [String: String] = [:], workingDirectory: String) {
        self.root = root
        self.sources = sources
        self.directories = directories
        self.workingDirectory = workingDirectory
    }

    /// The absolute folder that relative paths written in a file start from; for a flag the working directory.
    ///
    /// - Parameter file: The name in a node's position.
    public func baseDirectory(of file: String) -> String { directories[file] ?? workingDirectory }

    /// The document with settings over it.
    ///
    /// - Parameter settings: The texts of `--set`, in order. One that fits nowhere is left out, and said.
    public func setting(_ settings: [String]) -> Composition {
        var result = self
        var diagnostics: [Diagnostic] = []
        for text in settings {
            let setting = Setting(text)
            result.sources.add(text, file: setting.start.file)
            diagnostics += setting.apply(to: &result.root)
        }
        return Composition(document: result, sources: result.sources, diagnostics: diagnostics)
    }

    /// What the document says without its `sweep`, whatever its layout and comments, and what the environment variables are that it
    /// names: equal where all trials of a sweep are made of the same. A variable that is not set is told from an empty one.
    public func identity(environment: [String: String]) -> String {
        var rest = root
        rest.content = .mapping((root.entries ?? []).filter { $0.key != "sweep" })
        let variables = rest.environmentNames.sorted().map { name in
            "\(name)=" + (environment[name].map { "'\($0)'" } ?? "")
        }
        return ([rest.flowText] + variables).joined(separator: "\n")
    }
}

extension Node {
    /// The names in `${env:NAME}` of all texts.
    fileprivate var environmentNames: Set<String> {
        switch content {
        case .scalar(let text, _):
            guard text.contains("${env:"), let pieces = try? Template.pieces(of: text) else { return [] }
            return Set(pieces.compactMap { if case .environment(let name, _) = $0 { name } else { nil } })
        case .sequence(let items): return items.reduce(into: []) { $0.formUnion($1.environmentNames) }
        case .mapping(let entries): return entries.reduce(into: []) { $0.formUnion($1.value.environmentNames) }
        }
    }
}

/// What came of a composition.
public struct Composition: Sendable {
    /// The document; nil where a file is missing or is no YAML mapping. It can come with errors: a setting that fits nowhere is left out.
    public var document: ComposedDocument?
    /// The texts that the diagnostics point into, there even without a document.
    public var sources: SourceTexts
    /// Everything that is wrong, files first, then settings, each in the order given.
    public var diagnostics: [Diagnostic]
}
