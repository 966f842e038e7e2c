/// The arithmetic of windows that slide over one axis: convolutions and pooling. Windows and strides are at least 1.
public enum Window {
    /// The number of positions of a window on an axis.
    static func output(
        _ extent: Int, window: Int, stride: Int, padding: Conv2D.Padding, of kind: String, axis: String
    ) throws(ShapeError) -> Int {
        switch padding {
        case .same: return (extent - 1) / stride + 1
        case .valid:
            guard extent >= window else {
                throw ShapeError(
                    "\(kind) has a window of \(window) but its input has a \(axis) of only \(extent)",
                    help: ["use fewer pooling layers or larger images, a smaller window, or padding: same"])
            }
            return (extent - window) / stride + 1
        }
    }

    /// The number of zeros before and after an axis, by TensorFlow's rule: the odd one goes after.
    public static func padding(_ extent: Int, window: Int, stride: Int, padding: Conv2D.Padding) -> (before: Int, after: Int) {
        guard padding == .same else { return (0, 0) }
        let positions = (extent - 1) / stride + 1
        let total = max((positions - 1) * stride + window - extent, 0)
        return (total / 2, total - total / 2)
    }
}

extension Shape {
    /// Height, width and channels, or an error that names the layer which needs them.
    func image(for kind: String) throws(ShapeError) -> (height: Int, width: Int, channels: Int) {
        guard rank == 3 else {
            throw ShapeError(
                "\(kind) needs an image of height, width and channels, and its input has the shape \(self)",
                help: ["move \(kind) before Flatten and Dense"])
        }
        return (extents[0], extents[1], extents[2])
    }
}
