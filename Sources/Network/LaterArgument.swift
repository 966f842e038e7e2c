/// The default of an argument, as a type.
public protocol ArgumentDefault: Sendable {
    /// What the argument is.
    associatedtype Value: Codable & Hashable & Sendable
    /// What it is where nobody says otherwise.
    static var value: Value { get }
}

/// An argument that a kind came to have after plans with that kind were published: it is written only where it differs from its default,
/// so that a plan without it reads, and hashes, as it always did.
///
///     @LaterArgument<OneGroup> public var groups: Int
@propertyWrapper
public struct LaterArgument<Default: ArgumentDefault>: Codable, Hashable, Sendable {
    /// The argument.
    public var wrappedValue: Default.Value

    /// The default.
    public init() { wrappedValue = Default.value }

    /// A value.
    public init(wrappedValue: Default.Value) { self.wrappedValue = wrappedValue }

    /// Whether it is written.
    public var isDefault: Bool { wrappedValue == Default.value }

    /// Reads the value alone.
    public init(from decoder: any Decoder) throws { wrappedValue = try Default.Value(from: decoder) }

    /// Writes the value alone.
    public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

// What Swift's own `Codable` of a type with such a property calls, instead of the functions for any value.

extension KeyedEncodingContainer {
    /// Writes the argument, unless it has its default.
    public mutating func encode<Default>(_ argument: LaterArgument<Default>, forKey key: Key) throws {
        if !argument.isDefault { try encode(argument.wrappedValue, forKey: key) }
    }
}

extension KeyedDecodingContainer {
    /// Reads the argument; its default where it is missing.
    public func decode<Default>(_ type: LaterArgument<Default>.Type, forKey key: Key) throws -> LaterArgument<Default> {
        try decodeIfPresent(Default.Value.self, forKey: key).map { LaterArgument(wrappedValue: $0) } ?? LaterArgument()
    }
}

/// false.
public enum False: ArgumentDefault {
    /// false.
    public static var value: Bool { false }
}

/// 0.
public enum Zero: ArgumentDefault {
    /// 0.
    public static var value: Double { 0 }
}
