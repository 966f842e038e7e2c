/// A measured number, written as null where it is none (NaN or an infinity): JSON has no word for those.
public struct Measure: Codable, Hashable, Sendable, ExpressibleByFloatLiteral {
    /// The number; NaN where null was read.
    public var value: Double

    /// Creates a measure.
    public init(_ value: Double) { self.value = value }
    /// Creates a measure.
    public init(floatLiteral value: Double) { self.value = value }

    /// Writes a number or null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
    }

    /// Reads a number or null.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value = container.decodeNil() ? .nan : try container.decode(Double.self)
    }
}
