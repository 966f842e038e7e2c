import Diagnostics
import Experiment
import Foundation
import TestSupport
import YAMLSyntax

/// Files in memory, under the working directory `/home/me`.
struct MemoryFiles {
    struct Missing: Error {}

    var texts: [String: MarkedText] = [:]

    init(_ texts: [String: String]) { self.texts = texts.mapValues(MarkedText.init) }

    func compose(_ file: String = "main.yaml", _ settings: String...) -> Composition {
        Composer(workingDirectory: "/home/me") { path in
            let path = URL(fileURLWithPath: path).standardized.path
            guard path.hasPrefix("/home/me/"), let text = texts[String(path.dropFirst("/home/me/".count))]?.text else {
                throw Missing()
            }
            return Array(text.utf8)
        }.compose(file: file, settings: settings)
    }

    /// A mark in a file as a position.
    func position(_ file: String, _ digit: Int) -> SourcePosition? {
        texts[file]?[digit].map { SourcePosition(file: file, line: $0.line, column: $0.column) }
    }
}

/// Composes `main.yaml` over `base.yaml`, which it extends.
func compose(base: String, over: String, _ settings: String...) -> Composition {
    let texts = ["base.yaml": base, "main.yaml": "extends: base.yaml\n" + over].mapValues { Array($0.utf8) }
    return Composer(workingDirectory: "/") { path in
        guard let bytes = texts[String(path.dropFirst())] else { throw MemoryFiles.Missing() }
        return bytes
    }.compose(file: "main.yaml", settings: settings)
}

/// Composes one text with settings.
func compose(_ text: String, _ settings: String...) -> Composition {
    Composer(workingDirectory: "/home/me") { _ in Array(text.utf8) }.compose(file: "Experiments/main.yaml", settings: settings)
}

extension Composition {
    /// The composed root as text; what is wrong where there is none.
    var shape: String { document?.root.shape ?? "\(diagnostics)" }
}

extension Node {
    /// The tree as text without places and quotes: `{a: [1, 2]}`.
    var shape: String {
        switch content {
        case .scalar(let text, _): text
        case .sequence(let items): "[" + items.map(\.shape).joined(separator: ", ") + "]"
        case .mapping(let entries): "{" + entries.map { "\($0.key): \($0.value.shape)" }.joined(separator: ", ") + "}"
        }
    }
}
