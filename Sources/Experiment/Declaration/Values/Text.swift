import YAMLSyntax

extension ValueType<String> {
    /// Any text.
    static let text: Self = ValueType(
        noun: "text",
        decode: { node, decoding in
            guard let text = node.text, !node.isNull else {
                decoding.mismatch(node, needs: "text")
                return nil
            }
            return text
        },
        schema: { _ in ["type": ["string", "number", "boolean"]] },
        json: { .string($0) })

    /// The name of something that this file defines, or gives a name to.
    static func name(_ what: String) -> Self {
        ValueType(
            noun: what,
            decode: { node, decoding in
                guard let text = node.text, !node.isNull else {
                    decoding.mismatch(node, needs: what)
                    return nil
                }
                guard Name.isValid(text) else {
                    decoding.report(
                        "bad-name", "`\(decoding.subject)` needs \(what), and \(node.summary) is no name", at: node.place,
                        help: ["write \(Name.rule)"])
                    return nil
                }
                return text
            },
            schema: { _ in ["type": "string", "pattern": .string(Name.pattern)] },
            json: { .string($0) })
    }
}
