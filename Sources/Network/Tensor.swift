/// Numbers with a shape: a parameter outside an engine, in Keras's layout, row-major.
public struct Tensor: Hashable, Sendable {
    /// The extents, outermost first.
    public var shape: [Int]
    /// The values, row-major; as many as the product of the extents.
    public var values: [Float]

    /// Creates a tensor; nil where the number of values is not the product of the extents.
    public init?(shape: [Int], values: [Float]) {
        guard values.count == shape.reduce(1, *) else { return nil }
        self.shape = shape
        self.values = values
    }

    /// A tensor with one value everywhere.
    public init(shape: [Int], repeating value: Float) {
        self.shape = shape
        self.values = Array(repeating: value, count: shape.reduce(1, *))
    }
}
