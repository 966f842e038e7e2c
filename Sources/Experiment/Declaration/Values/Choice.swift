import Diagnostics
import YAMLSyntax

extension ValueType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One word of an enumeration.
    static func choice(_ what: String? = nil) -> Self { choice(what, of: Value.allCases.map(\.rawValue)) }

    /// One of the words, each of which the type can be made of.
    static func choice(_ what: String?, of words: [String]) -> Self {
        let noun = what ?? "one of " + words.joined(separator: ", ")
        return ValueType(
            noun: noun,
            decode: { node, decoding in
                guard let text = node.text, !node.isNull else {
                    decoding.mismatch(node, needs: noun)
                    return nil
                }
                if let value = Value(rawValue: text) { return value }
                var help = Spelling.nearest(to: text, in: words).map { ["did you mean `\($0)`?"] } ?? []
                help.append("accepted: " + words.joined(separator: ", "))
                decoding.report("unknown-value", "`\(decoding.subject)` has no value `\(text)`", at: node.place, help: help)
                return nil
            },
            schema: { _ in ["enum": .array(words.map(JSON.string))] },
            json: { .string($0.rawValue) })
    }
}
