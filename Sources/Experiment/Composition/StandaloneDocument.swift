import Diagnostics
import YAMLSyntax

extension ComposedDocument {
    /// The document as one text that means the same wherever it lies: files extended, settings, blocks and anchors taken in, the
    /// environment's values in place of `${env:…}`, relative paths made absolute, without `sweep:`.
    ///
    /// Of a path that begins with a parameter, the parameter's value becomes absolute, so that it can still be set.
    ///
    /// - Parameters:
    ///   - seed: Where randomness begins, instead of the document's own.
    ///   - environment: What `${env:NAME}` reads.
    ///   - absolute: Gives the folder behind any symbolic links, as an absolute path.
    ///   - comment: Lines to stand above.
    public func standalone(
        seed: Int? = nil, environment: [String: String], absolute: (String) -> String = { $0 }, comment: [String] = []
    ) -> String {
        var root = root
        if var entries = root.entries {
            entries.removeAll { $0.key == "sweep" }
            if let seed {
                let value = Node(.scalar(String(seed), .plain), at: root.position)
                entries.removeAll { $0.key == "seed" }
                entries.append(Node.Entry(key: "seed", position: root.position, value: value))
            }
            // As people write them, whichever file had which.
            let sections = ExperimentFile.declaration.fields.map(\.key)
            let places = entries.indices.map { (sections.firstIndex(of: entries[$0].key) ?? sections.count, $0) }
            entries = places.sorted { $0 < $1 }.map { entries[$0.1] }
            root.content = .mapping(entries)
        }
        root = Self.filled(root, environment)
        let folders = ExperimentDecoder.relativePaths(root, environment: environment, baseDirectory: baseDirectory(of:))
        return YAMLWriter.text(Self.anchored(root, folders.mapValues(absolute)), comment: comment)
    }

    /// A node with the environment's values in it. What begins with one keeps in its place's name that no file wrote it.
    private static func filled(_ node: Node, _ environment: [String: String]) -> Node {
        mapped(node) { text, style, node in
            guard text.contains("${env:"), let pieces = try? Template.pieces(of: text) else { return node }
            var (result, file) = ("", node.position.file)
            for (index, piece) in pieces.enumerated() {
                switch piece {
                case .text(let text): result += text
                case .parameter(let name): result += "${\(name)}"
                case .environment(let name, let fallback):
                    guard let value = environment[name] ?? fallback, !value.contains("${") else { return node }
                    if index == 0 { file = "${env:\(name)} \(file)" }
                    result += value
                }
            }
            let position = SourcePosition(file: file, line: node.position.line, column: node.position.column)
            return Node(.scalar(result, .plain), at: position, length: node.length)
        }
    }

    /// A node whose relative paths begin with the folders that they start from.
    private static func anchored(_ node: Node, _ folders: [SourcePosition: String]) -> Node {
        mapped(node) { text, style, node in
            guard let folder = folders[node.position], !text.hasPrefix("/") else { return node }
            var result = node
            result.content = .scalar(FilePath.below(folder, text), style)
            return result
        }
    }

    private static func mapped(_ node: Node, _ change: (String, Node.ScalarStyle, Node) -> Node) -> Node {
        var result = node
        switch node.content {
        case .scalar(let text, let style): return change(text, style, node)
        case .sequence(let items): result.content = .sequence(items.map { mapped($0, change) })
        case .mapping(let entries):
            result.content = .mapping(
                entries.map { entry in
                    var entry = entry
                    entry.value = mapped(entry.value, change)
                    return entry
                })
        }
        return result
    }
}
