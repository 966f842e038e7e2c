/// The largest value in each window, channel by channel (`keras.layers.MaxPooling2D`).
///
/// Input (H, W, C); output (H', W', C) by the rule of ``Conv2D``; `strides` are the pool size where Keras is given none.
public struct MaxPooling2D: Layer {
    /// The kind's name.
    public static let kind = "MaxPooling2D"

    /// Height and width of the window.
    public var poolSize: [Int]
    /// Vertical and horizontal step.
    public var strides: [Int]
    /// What lies beyond the border; padded positions never win.
    public var padding: Conv2D.Padding

    /// Creates a pooling; without `strides` windows do not overlap.
    public init(poolSize: [Int] = [2, 2], strides: [Int]? = nil, padding: Conv2D.Padding = .valid) {
        self.poolSize = poolSize
        self.strides = strides ?? poolSize
        self.padding = padding
    }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape { try outputShape(for: input, of: Self.kind) }

    /// The rule of all pooling.
    func outputShape(for input: Shape, of kind: String) throws(ShapeError) -> Shape {
        try Limits.check(pair: poolSize, "pool_size", of: kind)
        try Limits.check(pair: strides, "strides", of: kind)
        let (height, width, channels) = try input.image(for: kind)
        return Shape([
            try Window.output(height, window: poolSize[0], stride: strides[0], padding: padding, of: kind, axis: "height"),
            try Window.output(width, window: poolSize[1], stride: strides[1], padding: padding, of: kind, axis: "width"),
            channels,
        ])
    }
}
