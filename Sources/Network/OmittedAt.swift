/// The usual value of an argument, as a type.
public protocol UsualValue: Sendable {
    /// The argument's type.
    associatedtype Value: Codable & Hashable & Sendable
    /// The usual value.
    static var value: Value { get }
}

/// An argument that `plan.json` holds only where it differs from its usual value, so that plans made before there was such an argument
/// stay the same bytes: `@OmittedAt<False> public var amsgrad: Bool`.
@propertyWrapper
public struct OmittedAt<Usual: UsualValue>: Codable, Hashable, Sendable {
    /// The argument.
    public var wrappedValue: Usual.Value

    /// The usual value.
    public init() { wrappedValue = Usual.value }

    /// A value.
    public init(wrappedValue: Usual.Value) { self.wrappedValue = wrappedValue }

    /// Reads the value alone.
    public init(from decoder: any Decoder) throws { wrappedValue = try decoder.singleValueContainer().decode(Usual.Value.self) }

    /// Writes the value alone.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

/// An argument that is shown only where it differs from what is usual.
public protocol OmittableArgument {
    /// The argument; nil where it is the usual one.
    var unusual: Any? { get }
}

extension OmittedAt: OmittableArgument {
    /// See the protocol.
    public var unusual: Any? { wrappedValue == Usual.value ? nil : wrappedValue }
}

extension KeyedEncodingContainer {
    /// Writes an argument, unless it is the usual one.
    public mutating func encode<Usual>(_ value: OmittedAt<Usual>, forKey key: Key) throws {
        if value.wrappedValue != Usual.value { try encode(value.wrappedValue, forKey: key) }
    }
}

extension KeyedDecodingContainer {
    /// Reads an argument; the usual one where none is written.
    public func decode<Usual>(_ type: OmittedAt<Usual>.Type, forKey key: Key) throws -> OmittedAt<Usual> {
        OmittedAt(wrappedValue: try decodeIfPresent(Usual.Value.self, forKey: key) ?? Usual.value)
    }
}

/// Usually false.
public enum False: UsualValue {
    /// false.
    public static let value = false
}

/// Usually 0.
public enum Zero: UsualValue {
    /// 0.
    public static let value = 0.0
}
