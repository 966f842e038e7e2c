import YAMLSyntax

/// One key of a kind: its name, its type, where its value goes, and what it is for. Its default is what the kind's start value holds.
struct Field<Root: Sendable>: Sendable {
    /// The key as written.
    let key: String
    /// What it is for, in one sentence.
    let doc: String
    /// Whether a value must be written.
    let isRequired: Bool
    /// What Keras calls it, or older versions of it.
    let formerly: [String]
    /// Values worth showing.
    let examples: [JSON]
    /// Reads a value into its place; returns where it stands.
    let read: @Sendable (Node, inout Root, inout Decoding) -> Place
    /// What may stand there, in JSON Schema.
    let schema: @Sendable (inout SchemaDefinitions) -> JSON
    /// The value that a start value holds.
    let json: @Sendable (Root) -> JSON?
    /// Fills in a default that depends on other keys, once all are read.
    let settle: @Sendable (inout Root) -> Void

    /// A key whose value lands in a plain property; where it was written is kept beside the kind.
    init<Value>(
        _ key: String, _ path: WritableKeyPath<Root, Value> & Sendable, _ type: ValueType<Value>, required: Bool = false,
        formerly: [String] = [], examples: [JSON] = [], _ doc: String
    ) {
        self.init(
            key, type, required: required, formerly: formerly, examples: examples, doc,
            store: { (value: Located<Value>, root: inout Root) in root[keyPath: path] = value.wrappedValue },
            json: { (root: Root) in type.json(root[keyPath: path]) }, settle: { _ in })
    }

    /// A key that takes the value of another property where it is not written.
    init<Value>(
        _ key: String, _ path: WritableKeyPath<Root, Value> & Sendable, _ type: ValueType<Value>,
        otherwise: KeyPath<Root, Value> & Sendable, _ doc: String
    ) {
        self.init(
            key, type, required: false, formerly: [], examples: [], doc,
            store: { (value: Located<Value>, root: inout Root) in root[keyPath: path] = value.wrappedValue },
            json: { _ in nil }, settle: { (root: inout Root) in root[keyPath: path] = root[keyPath: otherwise] })
    }

    /// A key whose value lands in a `@Located` property: `\.$epochs`.
    init<Value>(
        _ key: String, _ path: WritableKeyPath<Root, Located<Value>> & Sendable, _ type: ValueType<Value>, required: Bool = false,
        formerly: [String] = [], examples: [JSON] = [], _ doc: String
    ) {
        self.init(
            key, type, required: required, formerly: formerly, examples: examples, doc,
            store: { (value: Located<Value>, root: inout Root) in root[keyPath: path] = value },
            json: { (root: Root) in type.json(root[keyPath: path].wrappedValue) }, settle: { _ in })
    }

    private init<Value>(
        _ key: String, _ type: ValueType<Value>, required: Bool, formerly: [String], examples: [JSON], _ doc: String,
        store: @escaping @Sendable (Located<Value>, inout Root) -> Void, json: @escaping @Sendable (Root) -> JSON?,
        settle: @escaping @Sendable (inout Root) -> Void
    ) {
        self.key = key
        self.doc = doc
        isRequired = required
        self.formerly = formerly
        self.examples = examples
        self.json = json
        self.settle = settle
        schema = { definitions in type.placeSchema(&definitions) }
        read = { node, root, decoding in
            decoding.subject = key
            guard let value = type.read(node, &decoding) else { return node.place }
            store(value, &root)
            return value.position.map { Place($0, length: value.length) } ?? node.place
        }
    }

    /// A key that composition reads before this one is asked: accepted, and nothing to do.
    init(_ key: String, readElsewhere schema: @escaping @Sendable (inout SchemaDefinitions) -> JSON, _ doc: String) {
        self.key = key
        self.doc = doc
        isRequired = false
        formerly = []
        examples = []
        json = { _ in nil }
        settle = { _ in }
        self.schema = schema
        read = { node, _, _ in node.place }
    }
}

/// Collects the keys of a declaration, so that it reads as a table.
@resultBuilder
enum FieldBuilder<Root: Sendable> {
    static func buildExpression(_ field: Field<Root>) -> [Field<Root>] { [field] }
    static func buildExpression(_ fields: [Field<Root>]) -> [Field<Root>] { fields }
    static func buildBlock(_ fields: [Field<Root>]...) -> [Field<Root>] { fields.flatMap { $0 } }
    static func buildArray(_ fields: [[Field<Root>]]) -> [Field<Root>] { fields.flatMap { $0 } }
}
