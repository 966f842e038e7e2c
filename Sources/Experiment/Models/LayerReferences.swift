import YAMLSyntax

extension ValueType<String> {
    /// The name of a layer: of this model, or `backbone/conv1` of a model used in it.
    static let layerReference: Self = ValueType(
        noun: "the name of a layer",
        decode: { node, decoding in
            guard let text = node.text, !node.isNull else {
                decoding.mismatch(node, needs: "the name of a layer")
                return nil
            }
            guard text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy({ Name.isValid(String($0)) }) else {
                decoding.report(
                    "bad-name", "`\(decoding.subject)` needs the name of a layer, and \(node.summary) is no name", at: node.place,
                    help: ["write \(Name.rule); `backbone/a` is the layer `a` of the model used as `backbone`"])
                return nil
            }
            return text
        },
        schema: { _ in ["type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_-]*(/[A-Za-z_][A-Za-z0-9_-]*)*$"] },
        json: { .string($0) })
}

extension ValueType<[Located<String>]> {
    /// Names of layers: one, or a list of at least one.
    static let layerReferences: Self = oneOrList(of: .layerReference, atLeast: 1).map({ $0 })
}
