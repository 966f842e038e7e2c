import CPixels
import Plan

/// SciPy's `ndimage.affine_transform` of order 1, channel by channel, in its own arithmetic: double inside, float stored.
///
/// The fill modes are SciPy's. Mind that its `wrap` has the period extent - 1, and that `constant` gives the fill value to every
/// coordinate outside the pixels' centres, without a blend.
struct SplineSampler {
    var transform: AffineTransform
    var fillMode: FillMode
    var fillValue: Double

    /// Replaces the canvas's image by the sampled one. Coordinates end up within -1 ... extent.
    func apply(to canvas: Canvas) {
        guard let (rows, columns) = canvas.coordinates else { return }
        let (height, width) = (canvas.height, canvas.width)
        var outside: Set<Int> = []
        canvas.redraw(before: 1, after: 2, surroundings: .edge) { number, planes in
            let row = Double(number)
            cpixels_line(rows, width, row * transform.rowFromRow, transform.rowFromColumn, transform.rowOffset)
            cpixels_line(columns, width, row * transform.columnFromRow, transform.columnFromColumn, transform.columnOffset)
            fold(rows, width, extent: height, &outside)
            fold(columns, width, extent: width, &outside)
            cpixels_sample(&planes, rows, columns, width)
            guard !outside.isEmpty else { return }
            for place in outside {
                for plane in 0..<planes.planes { planes.target[plane * planes.target_plane + place] = Float(fillValue) }
            }
            outside.removeAll(keepingCapacity: true)
        }
    }

    /// Takes coordinates outside 0 ... extent - 1 to where the mode wants them, or notes their places where it is constant. What is no
    /// number becomes the first sample.
    private func fold(_ row: UnsafeMutablePointer<Double>, _ count: Int, extent: Int, _ outside: inout Set<Int>) {
        let last = Double(extent - 1)
        switch fillMode {
        case .nearest: cpixels_clamp(row, count, 0, last)
        case .reflect: cpixels_reflect(row, count, Double(extent))
        case .wrap: cpixels_wrap(row, count, Double(extent))
        case .constant:
            guard !cpixels_inside(row, count, last) else { return }
            for place in 0..<count where !(row[place] >= 0 && row[place] <= last) {
                row[place] = 0
                outside.insert(place)
            }
        }
    }
}
