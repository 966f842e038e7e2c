/// (x - mean) / max(sqrt(variance), 1e-7), channel by channel, with moments that no training changes (`keras.layers.Normalization`, axis -1).
///
/// They are arguments, or else weights, which a weights file brings: Keras finds them with `adapt`. Shapes pass through.
public struct Normalization: Layer {
    /// The kind's name.
    public static let kind = "Normalization"
    /// Keras's least divisor, `keras.backend.epsilon()`.
    public static let leastDeviation = 1e-7

    /// One number, or one for each channel (the last axis); nil where it is a weight.
    public var mean: [Double]?
    /// Likewise.
    public var variance: [Double]?

    /// Creates the layer; mean and variance are both given, or both weights.
    public init(mean: [Double]? = nil, variance: [Double]? = nil) {
        self.mean = mean
        self.variance = variance
    }

    /// The input's.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        guard (mean == nil) == (variance == nil) else {
            throw ShapeError(
                "Normalization has only one of mean and variance", help: ["give both, or neither: then they are weights"])
        }
        if let mean, let variance {
            try input.check(channels: mean, "mean", of: Self.kind)
            try input.check(channels: variance, "variance", of: Self.kind)
            guard variance.allSatisfy({ $0 >= 0 }) else {
                throw ShapeError("Normalization has a negative variance", help: ["variance is the square of a deviation"])
            }
        }
        return input
    }

    /// mean (C), variance (C) and count (), the number of values that they are of, where they are not arguments.
    public func parameters(for input: Shape) -> [Parameter] {
        guard mean == nil else { return [] }
        let shape = [input.extents.last ?? 0]
        return [
            Parameter(name: "mean", shape: shape, role: .statistic, initializer: .zeros),
            Parameter(name: "variance", shape: shape, role: .statistic, initializer: .ones),
            Parameter(name: "count", shape: [], role: .statistic, initializer: .zeros),
        ]
    }
}
