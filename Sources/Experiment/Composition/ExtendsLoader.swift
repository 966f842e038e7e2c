import Diagnostics
import YAMLSyntax

/// Reads a file and everything it extends, into layers from the lowest to the file itself.
///
/// A file that is reached twice takes part once, at its first place: a common base of two bases does not undo the first one's changes.
struct ExtendsLoader {
    /// The longest chain of files that extend each other.
    static let maximumDepth = 16
    /// The most files of one experiment.
    static let maximumFiles = 256

    /// A file on the way from the first one to the one being read.
    private struct Link {
        var name: String
        var path: String
    }

    private let workingDirectory: String
    private let read: (String) throws -> [UInt8]
    private var seen: Set<String> = []

    /// The texts of all files read so far.
    private(set) var sources = SourceTexts()
    /// The absolute folder of each file, by the name in its positions.
    private(set) var directories: [String: String] = [:]
    /// What is wrong.
    private(set) var diagnostics: [Diagnostic] = []
    /// Whether every file could be read and is a mapping.
    private(set) var isComplete = true

    init(workingDirectory: String, read: @escaping (String) throws -> [UInt8]) {
        self.workingDirectory = workingDirectory
        self.read = read
    }

    /// The roots of all files that take part, lowest first.
    mutating func load(_ file: String) -> [Node] {
        var layers: [Node] = []
        load(file, from: nil, chain: [], into: &layers)
        return layers
    }

    private mutating func load(_ name: String, from entry: Node?, chain: [Link], into layers: inout [Node]) {
        let path = FilePath.standardized(FilePath.join(workingDirectory, name))
        if let start = chain.firstIndex(where: { $0.path == path }) {
            let names = (chain[start...].map(\.name) + [name]).joined(separator: " -> ")
            return fail("extends-cycle", "these files extend each other: \(names)", entry, ["remove one of the `extends:`"])
        }
        guard !seen.contains(path) else { return }
        guard chain.count < Self.maximumDepth, seen.count < Self.maximumFiles else {
            let message = "more than \(Self.maximumDepth) files in a chain of `extends:`, or \(Self.maximumFiles) in all"
            return fail("extends-too-deep", message, entry, ["extend fewer files"])
        }
        seen.insert(path)
        guard let root = parse(name, entry) else { return isComplete = false }
        let link = Link(name: name, path: path)
        for base in bases(of: root) {
            guard let text = base.text else { continue }
            load(FilePath.join(FilePath.folder(of: name), text), from: base, chain: chain + [link], into: &layers)
        }
        layers.append(root)
    }

    /// The entries under `extends`: one text, or a list of texts.
    private mutating func bases(of root: Node) -> [Node] {
        guard let extends = root["extends"] else { return [] }
        let entries = extends.items ?? [extends]
        return entries.filter { entry in
            if let text = entry.text, !text.isEmpty { return true }
            fail(
                "extends-not-a-path", "`extends` takes the path of a file, or a list of paths", entry,
                ["write `extends: base.yaml`"])
            return false
        }
    }

    private mutating func parse(_ name: String, _ entry: Node?) -> Node? {
        guard let bytes = bytes(name, entry) else { return nil }
        directories[name] = FilePath.join(workingDirectory, FilePath.folder(of: name))
        sources.add(
            String(decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], as: UTF8.self), file: name)
        let (node, problems) = YAMLParser.parse(bytes, file: name)
        diagnostics += problems
        guard let node else { return nil }
        if node.entries == nil {
            diagnostics.append(
                Diagnostic(
                    "not-a-mapping", "an experiment is a mapping of sections, and this is not one", at: node.position,
                    length: node.length, help: ["begin with `assay: 1`, each section on a line of its own: `models:`, `steps:`"]))
            return nil
        }
        return node
    }

    private mutating func bytes(_ name: String, _ entry: Node?) -> [UInt8]? {
        do {
            return try read(FilePath.join(workingDirectory, name))
        } catch DiskReader.Failure.notAFile {
            fail("not-a-file", "`\(name)` is a folder, a device or a pipe, not a file", entry, [], .missingInput)
        } catch DiskReader.Failure.unreadable(let reason) {
            fail("unreadable-file", "`\(name)` cannot be read: \(reason)", entry, [], .missingInput)
        } catch {
            var help: [String] = []
            if let folder = entry.map({ FilePath.folder(of: $0.position.file) }) {
                help.append("a relative path in `extends` starts from the folder of its file: `\(folder.isEmpty ? "." : folder)`")
            }
            fail("missing-file", "there is no file `\(name)`", entry, help, .missingInput)
        }
        return nil
    }

    private mutating func fail(
        _ id: String, _ message: String, _ entry: Node?, _ help: [String], _ outcome: Diagnostic.Outcome = .invalid
    ) {
        isComplete = false
        diagnostics.append(
            Diagnostic(id, message, at: entry?.position, length: entry?.length ?? 1, help: help, outcome: outcome))
    }
}
