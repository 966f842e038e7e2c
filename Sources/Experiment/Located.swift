import Diagnostics

/// A value with the place where a person wrote it; nil where it is a default.
///
/// As a property wrapper it leaves a kind's declaration plain: `@Located var filters = 0`, with `$filters` for the place.
@propertyWrapper
public struct Located<Value: Sendable>: Sendable {
    /// The value.
    public var wrappedValue: Value
    /// Where it was written.
    public var position: SourcePosition?
    /// How many Unicode scalars it takes there.
    public var length: Int

    /// A default.
    public init(wrappedValue: Value) {
        self.init(wrappedValue, at: nil)
    }

    /// A value written somewhere.
    public init(_ value: Value, at position: SourcePosition?, length: Int = 1) {
        wrappedValue = value
        self.position = position
        self.length = length
    }

    /// The value with its place.
    public var projectedValue: Located<Value> {
        get { self }
        set { self = newValue }
    }

    /// Whether a person wrote it.
    public var isWritten: Bool { position != nil }
}
