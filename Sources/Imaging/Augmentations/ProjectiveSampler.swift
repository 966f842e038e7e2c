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

    /// Replaces the canvas's image by the transformed one.
    func apply(to canvas: inout Canvas) {
        let height = canvas.height
        let width = canvas.width
        let channels = canvas.channels
        canvas.redraw { source, target in sample(source, target, height: height, width: width, channels: channels) }
    }

    private func sample(
        _ source: UnsafeBufferPointer<Float>, _ target: UnsafeMutableBufferPointer<Float>, height: Int, width: Int, channels: Int
    ) {
        for row in 0..<height {
            for column in 0..<width {
                let x = xFromX * Float(column) + xFromY * Float(row) + xOffset
                let y = yFromX * Float(column) + yFromY * Float(row) + yOffset
                let horizontal = Self.tap(x, extent: width, fillMode)
                let vertical = Self.tap(y, extent: height, fillMode)
                let at = (row * width + column) * channels
                for channel in 0..<channels {
                    func read(_ row: Int, _ column: Int) -> Float {
                        row >= 0 && row < height && column >= 0 && column < width
                            ? source[(row * width + column) * channels + channel] : fillValue
                    }
                    let upper =
                        horizontal.firstWeight * read(vertical.first, horizontal.first)
                        + horizontal.secondWeight * read(vertical.first, horizontal.first + 1)
                    let lower =
                        horizontal.firstWeight * read(vertical.first + 1, horizontal.first)
                        + horizontal.secondWeight * read(vertical.first + 1, horizontal.first + 1)
                    target[at + channel] = vertical.firstWeight * upper + vertical.secondWeight * lower
                }
            }
        }
    }

    /// The sample before a coordinate, its weight, and the weight of the next one.
    private struct Tap {
        var first: Int
        var firstWeight: Float
        var secondWeight: Float
    }

    /// Coordinates far outside and those that are no numbers are cut to -2 ... extent + 1, where everything is fill.
    @inline(__always)
    private static func tap(_ coordinate: Float, extent: Int, _ mode: FillMode) -> Tap {
        let mapped = map(coordinate, extent: extent, mode)
        let inside = mapped > -2 ? min(mapped, Float(extent + 1)) : -2
        let whole = Int(inside)
        let first = inside < Float(whole) ? whole - 1 : whole
        return Tap(first: first, firstWeight: Float(first + 1) - inside, secondWeight: inside - Float(first))
    }

    /// A coordinate to where the mode takes it.
    private static func map(_ coordinate: Float, extent: Int, _ mode: FillMode) -> Float {
        let count = Float(extent)
        let last = count - 1
        var mapped = coordinate
        switch mode {
        case .constant: return coordinate
        case .nearest: break
        case .reflect where coordinate < 0:
            let period = 2 * count
            mapped += period * (-coordinate / period).rounded(.towardZero)
            mapped = mapped < -count ? mapped + period : -mapped - 1
        case .reflect where coordinate > last:
            let period = 2 * count
            mapped -= period * (coordinate / period).rounded(.towardZero)
            if mapped >= count { mapped = period - mapped - 1 }
        case .wrap where coordinate < 0 && extent > 1:
            mapped += count * ((-coordinate / last).rounded(.towardZero) + 1)
        case .wrap where coordinate > last && extent > 1:
            mapped -= count * (coordinate / last).rounded(.towardZero)
        case .reflect, .wrap: break
        }
        return mapped > 0 ? min(mapped, last) : 0
    }
}
