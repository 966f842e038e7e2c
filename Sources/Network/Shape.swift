/// The shape of one sample, without the batch: `[height, width, channels]` for images, `[units]` after Flatten.
public struct Shape: Codable, Hashable, Sendable, CustomStringConvertible {
    /// The extents, outermost first, as Keras counts them (channels last).
    public var extents: [Int]

    /// Creates a shape.
    public init(_ extents: [Int]) { self.extents = extents }

    /// The number of values in one sample; the largest `Int` where that does not fit.
    public var count: Int { Limits.product(extents) }

    /// The number of axes.
    public var rank: Int { extents.count }

    /// As Keras prints it, without the batch: `(150, 150, 3)`.
    public var description: String { "(" + extents.map(String.init).joined(separator: ", ") + ")" }

    /// Reads a plain array of extents.
    public init(from decoder: any Decoder) throws {
        extents = try decoder.singleValueContainer().decode([Int].self)
    }

    /// Writes a plain array of extents.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(extents)
    }
}

/// A layer that cannot be applied to its input, in words that a person can act on.
public struct ShapeError: Error, Hashable, Sendable {
    /// What does not fit, with both numbers.
    public var message: String
    /// What to change.
    public var help: [String]

    /// Creates an error.
    public init(_ message: String, help: [String] = []) {
        self.message = message
        self.help = help
    }
}
