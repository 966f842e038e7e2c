import YAMLSyntax

extension ValueType<Bool> {
    /// `true` or `false`; the other words that some YAML readers take for booleans are errors.
    static let boolean: Self = ValueType(
        noun: "`true` or `false`",
        decode: { node, decoding in
            switch node.plain {
            case "true": return true
            case "false": return false
            default:
                let meant: Bool? =
                    switch node.text?.lowercased() {
                    case "true", "yes", "on", "y", "1": true
                    case "false", "no", "off", "n", "0": false
                    default: nil
                    }
                decoding.mismatch(node, needs: "`true` or `false`", help: meant.map { ["write `\($0)`"] } ?? [])
                return nil
            }
        },
        schema: { _ in ["type": "boolean"] },
        json: { .boolean($0) })
}
