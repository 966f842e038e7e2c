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
