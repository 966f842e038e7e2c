/// An image of float samples: rows from the top, channels interleaved (height x width x channels).
public struct FloatImage: Hashable, Sendable {
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int
    /// Samples a pixel.
    public let channels: Int
    /// The samples; 0 to 255 until a rescale.
    public private(set) var values: [Float]

    /// Wraps samples; their number must be height x width x channels.
    public init(height: Int, width: Int, channels: Int, values: [Float]) {
        precondition(height > 0 && width > 0 && channels > 0 && values.count == height * width * channels)
        self.height = height
        self.width = width
        self.channels = channels
        self.values = values
    }
}
