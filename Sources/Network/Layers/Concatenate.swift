/// The channels of its inputs, one after the other (`keras.layers.Concatenate`, axis -1).
///
/// Inputs (H, W, C1), (H, W, C2), …; output (H, W, C1 + C2 + …). Rows likewise.
public struct Concatenate: MergeLayer {
    /// The kind's name.
    public static let kind = "Concatenate"

    /// Creates the layer.
    public init() {}

    /// See the type.
    public func outputShape(joining inputs: [Shape]) throws(ShapeError) -> Shape {
        guard let first = inputs.first, inputs.count > 1 else {
            throw ShapeError("Concatenate has \(inputs.count) inputs and joins at least two", help: ["name them in `inputs`"])
        }
        guard inputs.allSatisfy({ $0.rank == first.rank && $0.extents.dropLast() == first.extents.dropLast() }) else {
            throw ShapeError(
                "Concatenate joins inputs that do not fit: \(inputs.map(\.description).joined(separator: " and "))",
                help: ["all but the channels are equal"])
        }
        return Shape(first.extents.dropLast() + [Limits.sum(inputs.map { $0.extents.last ?? 0 })])
    }
}
