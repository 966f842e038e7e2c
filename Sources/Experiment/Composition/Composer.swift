import Diagnostics
import YAMLSyntax

/// Composes an experiment in the one fixed order: the files it extends, in the order listed, then the file itself, then the settings.
public struct Composer {
    private let workingDirectory: String
    private let read: (String) throws -> [UInt8]

    /// Creates a composer.
    ///
    /// - Parameters:
    ///   - workingDirectory: The absolute folder that the file's path and paths in settings start from.
    ///   - read: Gives the bytes at an absolute path; from the disk unless a test says otherwise.
    public init(workingDirectory: String, read: @escaping (String) throws -> [UInt8] = DiskReader.read) {
        self.workingDirectory = workingDirectory
        self.read = read
    }

    /// Composes one experiment.
    ///
    /// - Parameters:
    ///   - file: The path as the person gave it; positions bear it.
    ///   - settings: The texts of `--set`, in order: `data=/x`, `steps.training_1.epochs=3`.
    public func compose(file: String, settings: [String] = []) -> Composition {
        var loader = ExtendsLoader(workingDirectory: workingDirectory, read: read)
        let layers = loader.load(file)
        var overlay = Overlay()
        var root = Node(.mapping([]), at: SourcePosition(file: file, line: 1, column: 1))
        for layer in layers { root = overlay.root(root, layer) }
        let sources = loader.sources
        let diagnostics = loader.diagnostics + overlay.diagnostics
        guard loader.isComplete else { return Composition(document: nil, sources: sources, diagnostics: diagnostics) }

        let document = ComposedDocument(
            root: root, sources: sources, directories: loader.directories, workingDirectory: workingDirectory)
        var result = document.setting(settings)
        result.diagnostics = diagnostics + result.diagnostics
        return result
    }
}
