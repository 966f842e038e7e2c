import Diagnostics

/// One node of a YAML document: what stands there and where, with nothing guessed. Scalars are text until someone asks for a type.
public struct Node: Sendable {
    /// What stands there.
    public enum Content: Sendable {
        /// Text.
        case scalar(String, ScalarStyle)
        /// A list.
        case sequence([Node])
        /// Keys and values in the order written; keys are scalars, each once.
        case mapping([Entry])
    }

    /// How a scalar was written.
    public enum ScalarStyle: String, Sendable {
        /// Without quotes: may be a number or a word of the language.
        case plain
        /// 'In single quotes'.
        case singleQuoted
        /// "In double quotes".
        case doubleQuoted
        /// A block after `|`.
        case literal
        /// A block after `>`.
        case folded
    }

    /// One key of a mapping with its value.
    public struct Entry: Sendable {
        /// The key's text.
        public var key: String
        /// Where the key stands.
        public var position: SourcePosition
        /// How many Unicode scalars the key takes, quotes included.
        public var length: Int
        /// The value.
        public var value: Node
        /// Creates an entry; without a length, the key's own.
        public init(key: String, position: SourcePosition, length: Int? = nil, value: Node) {
            self.key = key
            self.position = position
            self.length = length ?? max(1, key.unicodeScalars.count)
            self.value = value
        }
    }

    /// What stands there.
    public var content: Content
    /// Where its first character stands.
    public var position: SourcePosition
    /// How many Unicode scalars it takes on its first line; of a block mapping its first key, of a block list its first dash.
    public var length: Int

    /// Creates a node.
    public init(_ content: Content, at position: SourcePosition, length: Int = 1) {
        self.content = content
        self.position = position
        self.length = length
    }

    /// The value of a key, for mappings.
    public subscript(key: String) -> Node? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The entries, for mappings; nil for anything else.
    public var entries: [Entry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }

    /// The items, for lists; nil for anything else.
    public var items: [Node]? {
        guard case .sequence(let items) = content else { return nil }
        return items
    }

    /// The text, for scalars; nil for anything else.
    public var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// Whether nothing is written there: `key:` without a value.
    public var isEmpty: Bool {
        guard case .scalar(let text, .plain) = content else { return false }
        return text.isEmpty
    }
}
