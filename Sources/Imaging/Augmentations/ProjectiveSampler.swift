import CPixels
import Plan

/// TensorFlow's `ImageProjectiveTransformV3`, bilinear, for affine transforms, in its own single precision: what the random layers of
/// Keras resample with.
///
/// Its fill modes are not SciPy's: `constant` blends the fill value in at the border, `reflect` and `wrap` clamp to the pixels' centres.
struct ProjectiveSampler {
    /// Input x (column) = xFromX x + xFromY y + xOffset of output x and y (row); input y likewise.
    var xFromX: Float
    var xFromY: Float
    var xOffset: Float
    var yFromX: Float
    var yFromY: Float
    var yOffset: Float
    var fillMode: FillMode
    var fillValue: Float

    /// Replaces the canvas's image by the sampled one. Coordinates end up within -2 ... extent + 1, where everything is fill.
    func apply(to canvas: Canvas) {
        guard let (rows, columns) = canvas.singleCoordinates else { return }
        let (height, width) = (canvas.height, canvas.width)
        canvas.redraw(before: 2, after: 3, surroundings: .value(fillValue)) { number, planes in
            cpixels_line_single(columns, width, xFromY * Float(number), xFromX, xOffset)
            cpixels_line_single(rows, width, yFromY * Float(number), yFromX, yOffset)
            fold(columns, width, extent: width)
            fold(rows, width, extent: height)
            cpixels_sample_single(&planes, rows, columns, width)
        }
    }

    /// Takes coordinates outside 0 ... extent - 1 to where the mode wants them; those far outside, and those that are no numbers, are cut.
    private func fold(_ row: UnsafeMutablePointer<Float>, _ count: Int, extent: Int) {
        switch fillMode {
        case .constant: cpixels_clamp_single(row, count, -2, Float(extent + 1))
        case .nearest: cpixels_clamp_single(row, count, 0, Float(extent - 1))
        case .reflect: cpixels_reflect_single(row, count, Float(extent))
        case .wrap: cpixels_wrap_single(row, count, Float(extent))
        }
    }
}
