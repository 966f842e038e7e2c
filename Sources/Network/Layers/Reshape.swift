/// The same values, in their order, under other extents (`keras.layers.Reshape`).
public struct Reshape: Layer {
    /// The kind's name.
    public static let kind = "Reshape"
    /// The extents of an output sample; one of them may be -1, which is what remains.
    public var targetShape: [Int]

    /// Creates the layer.
    public init(targetShape: [Int]) { self.targetShape = targetShape }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        let open = targetShape.indices.filter { targetShape[$0] == -1 }
        guard open.count <= 1, !targetShape.isEmpty, targetShape.count <= Self.ranks,
            targetShape.allSatisfy({ $0 == -1 || $0 > 0 })
        else {
            throw ShapeError(
                "Reshape has target_shape \(Shape(targetShape))",
                help: ["target_shape is up to \(Self.ranks) whole numbers of at least 1, one of which may be -1: what remains"])
        }
        var extents = targetShape
        if let open = open.first {
            let known = Limits.product(targetShape.filter { $0 != -1 })
            extents[open] = max(input.count / known, 1)
        }
        guard Limits.product(extents) == input.count else {
            throw ShapeError(
                "Reshape cannot make \(Shape(targetShape)) of \(input), which has \(input.count) values",
                help: ["the extents of target_shape multiply to \(input.count); -1 stands for what remains"])
        }
        return Shape(extents)
    }

    /// The most axes of a sample.
    private static let ranks = 8
}
