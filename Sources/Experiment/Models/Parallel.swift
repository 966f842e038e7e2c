import Network
import YAMLSyntax

/// `parallel` as written: branches from one place that meet again.
struct Parallel: Sendable {
    /// The layer in which they meet; nil where none could be read.
    var merge: Written<OneOf<LayerFamily>>?
    /// The layers of each branch, not yet read.
    var paths: [Node] = []
}

extension Parallel: Declared {
    static let declaration: Declaration<Parallel> = Declaration(
        kind: "parallel", start: Parallel(),
        "Branches that begin at one place and meet in a merge layer, which takes the `name`; an empty branch is the identity."
    ) {
        Field(
            "merge", \.merge, .some(Kinds.merges.type), required: true, examples: ["Add"],
            "The layer in which the paths meet.")
        Field(
            "paths", \.paths, .paths, required: true,
            "Lists of layers, in the order in which the merge layer reads them; `[]` is the identity.")
    }
}

extension ValueType<[Node]> {
    /// At least two lists of layers, each read later.
    fileprivate static let paths: Self = ValueType(
        noun: "a list of at least two paths",
        decode: { node, decoding in
            guard case .sequence(let items) = node.content, items.count >= 2 else {
                decoding.mismatch(
                    node, needs: "a list of at least two paths",
                    help: ["write [[…], []]: each path is a list of layers, and [] hands on what came in"])
                return nil
            }
            return items.compactMap { item in
                guard let path = decoding.resolve(item) else { return nil }
                guard case .sequence = path.content else {
                    decoding.subject = "paths"
                    decoding.mismatch(
                        path, needs: "a list of layers for each path", help: ["put the path in brackets: [\(path.text ?? "…")]"])
                    return nil
                }
                return path
            }
        },
        schema: { definitions in
            let path = ["type": "array", "items": LayerSpec.itemSchema(&definitions)] as JSON
            return ["type": "array", "minItems": 2, "items": path.orReference(&definitions)]
        },
        json: { _ in nil })
}
