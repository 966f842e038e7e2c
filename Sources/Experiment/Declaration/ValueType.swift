import YAMLSyntax

/// How values of one type are written: how to read one, what to call it in a message, and what it is in JSON Schema.
struct ValueType<Value: Sendable>: Sendable {
    /// What a message calls it, with its article: `a whole number from 1 to 128`.
    var noun: String
    /// Reads a node whose own reference is already replaced; reports what is wrong and returns nil.
    var decode: @Sendable (Node, inout Decoding) -> Value?
    /// What a value looks like in JSON Schema, references aside.
    var schema: @Sendable (inout SchemaDefinitions) -> JSON
    /// A value as a file would have it, to show defaults; nil where it cannot be written.
    var json: @Sendable (Value) -> JSON?

    /// Reads a node, with its place.
    func read(_ node: Node, _ decoding: inout Decoding) -> Located<Value>? {
        guard let resolved = decoding.resolve(node) else { return nil }
        return decode(resolved, &decoding).map { Located($0, at: resolved.position, length: resolved.length) }
    }

    /// The schema of a place where such a value or a reference may stand.
    func placeSchema(_ definitions: inout SchemaDefinitions) -> JSON { schema(&definitions).orReference(&definitions) }

    /// The same values, held as another type.
    func map<Other>(
        _ transform: @escaping @Sendable (Value) -> Other, json: @escaping @Sendable (Other) -> JSON? = { _ in nil }
    ) -> ValueType<Other> {
        let decode = self.decode
        return ValueType<Other>(
            noun: noun, decode: { node, decoding in decode(node, &decoding).map(transform) }, schema: schema, json: json)
    }

    /// The values, or nothing: an empty value, `null` or `~`.
    static func optional<Wrapped>(_ type: ValueType<Wrapped>) -> ValueType<Wrapped?> where Value == Wrapped? {
        ValueType<Wrapped?>(
            noun: type.noun + " or null",
            decode: { node, decoding in
                if node.isNull { return .some(nil) }
                return type.decode(node, &decoding).map { .some($0) }
            },
            schema: { definitions in .anyOf([type.schema(&definitions), ["type": "null"]]) },
            json: { $0.map(type.json) ?? .null })
    }

    /// The values, for a property that is nil until one is read.
    static func some<Wrapped>(_ type: ValueType<Wrapped>) -> ValueType<Wrapped?> where Value == Wrapped? {
        ValueType<Wrapped?>(
            noun: type.noun, decode: { node, decoding in type.decode(node, &decoding).map { .some($0) } }, schema: type.schema,
            json: { $0.flatMap(type.json) })
    }
}
