/// A value that bears the name of its kind: a layer, an optimizer, a callback, an augmentation.
public protocol Kind: Codable, Hashable, Sendable {
    /// The name in the language and in `plan.json`: Keras's class name where Keras has one.
    static var kind: String { get }
}

/// A closed set of kinds that may stand in one place; adding a kind is adding one line to `members`.
public protocol KindFamily: Sendable {
    /// The protocol that all members conform to, as an existential: `any Layer`.
    associatedtype Member: Sendable
    /// Every kind of the family.
    static var members: [any Kind.Type] { get }
    /// A member as the family's own existential; nil where the kind is not of this family.
    static func cast(_ kind: any Kind) -> Member?
}

/// One value of any kind of a family, written as `{"kind": "Conv2D", …}`.
public struct OneOf<Family: KindFamily>: Codable, Hashable, Sendable {
    /// The value with its kind erased.
    public let kind: any Kind
    /// The value as the family's existential.
    public let value: Family.Member

    /// Wraps a value; nil where its kind is not of the family.
    public init?(_ kind: any Kind) {
        guard let value = Family.cast(kind) else { return nil }
        self.kind = kind
        self.value = value
    }

    /// The name of its kind.
    public var name: String { type(of: kind).kind }

    private enum Key: String, CodingKey { case kind }

    /// Writes the value's own keys and `kind` beside them.
    public func encode(to encoder: any Encoder) throws {
        try kind.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .kind)
    }

    /// Reads `kind`, then the value's own keys.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let name = try container.decode(String.self, forKey: .kind)
        guard let type = Family.members.first(where: { $0.kind == name }), let value = Self(try type.init(from: decoder)) else {
            throw DecodingError.dataCorruptedError(forKey: .kind, in: container, debugDescription: "unknown kind \(name)")
        }
        self = value
    }

    /// Equal where kind and every argument are equal.
    public static func == (a: Self, b: Self) -> Bool { AnyHashable(a.kind) == AnyHashable(b.kind) }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(kind)) }
}
