/// How shapes of several inputs meet value by value: an axis of extent 1 is as long as the others need (NumPy's broadcasting, for inputs
/// of one rank).
enum Broadcast {
    /// The shape of the result.
    ///
    /// - Throws: where there are fewer than two inputs, or two that do not meet, with both shapes.
    static func shape(of inputs: [Shape], for kind: String) throws(ShapeError) -> Shape {
        guard let first = inputs.first, inputs.count > 1 else {
            throw ShapeError("\(kind) has \(inputs.count) inputs and joins at least two", help: ["name them in `inputs`"])
        }
        var extents = first.extents
        for input in inputs.dropFirst() {
            guard input.rank == extents.count,
                zip(extents, input.extents).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 })
            else {
                throw ShapeError(
                    "\(kind) joins inputs that do not fit: \(inputs.map(\.description).joined(separator: " and "))",
                    help: ["all extents are equal, or 1"])
            }
            extents = zip(extents, input.extents).map { max($0, $1) }
        }
        return Shape(extents)
    }
}
