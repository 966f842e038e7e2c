/// The mean of each window, channel by channel (`keras.layers.AveragePooling2D`).
///
/// Input (H, W, C); output (H', W', C) by the rule of ``Conv2D``; `strides` are the pool size where Keras is given none. Of a window that
/// reaches over the border, only what lies in the image counts, as TensorFlow has it.
public struct AveragePooling2D: Layer {
    /// The kind's name.
    public static let kind = "AveragePooling2D"

    /// Height and width of the window.
    public var poolSize: [Int]
    /// Vertical and horizontal step.
    public var strides: [Int]
    /// What lies beyond the border; it does not count.
    public var padding: Conv2D.Padding

    /// Creates a pooling; without `strides` windows do not overlap.
    public init(poolSize: [Int] = [2, 2], strides: [Int]? = nil, padding: Conv2D.Padding = .valid) {
        self.poolSize = poolSize
        self.strides = strides ?? poolSize
        self.padding = padding
    }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try MaxPooling2D(poolSize: poolSize, strides: strides, padding: padding).outputShape(for: input, of: Self.kind)
    }
}
