import Plan

/// TensorFlow's `ImageProjectiveTransformV3`, bilinear, for affine transforms, in its own single precision: what the random layers of
/// Keras resample with.
///
/// Its fill modes are not SciPy's: `constant` blends the fill value in at the border, `reflect` and `wrap` clamp to the pixels' centres.
struct ProjectiveSampler: PixelSampler {
    /// Input x (column) = xFromX x + xFromY y + xOffset of output x and y (row); input y likewise.
    var xFromX: Float
    var xFromY: Float
    var xOffset: Float
    var yFromX: Float
    var yFromY: Float
    var yOffset: Float
    var fillMode: FillMode
    var fillValue: Float

    /// Indices stay below the number of samples, so their arithmetic needs no checks.
    @inline(__always)
    func sample(
        _ source: UnsafeBufferPointer<Float>, _ target: UnsafeMutableBufferPointer<Float>, height: Int, width: Int, channels: Int
    ) {
        var at = 0
        for row in 0..<height {
            for column in 0..<width {
                let x = xFromX * Float(column) + xFromY * Float(row) + xOffset
                let y = yFromX * Float(column) + yFromY * Float(row) + yOffset
                let horizontal = tap(x, extent: width)
                let vertical = tap(y, extent: height)
                let hasUpper = vertical.first >= 0 && vertical.first < height
                let hasLower = vertical.first >= -1 && vertical.first < height &- 1
                let hasLeft = horizontal.first >= 0 && horizontal.first < width
                let hasRight = horizontal.first >= -1 && horizontal.first < width &- 1
                let upperLeft = (vertical.first &* width &+ horizontal.first) &* channels
                let lowerLeft = upperLeft &+ width &* channels
                for channel in 0..<channels {
                    let place = upperLeft &+ channel
                    let below = lowerLeft &+ channel
                    let upper =
                        horizontal.firstWeight * (hasUpper && hasLeft ? source[place] : fillValue)
                        + horizontal.secondWeight * (hasUpper && hasRight ? source[place &+ channels] : fillValue)
                    let lower =
                        horizontal.firstWeight * (hasLower && hasLeft ? source[below] : fillValue)
                        + horizontal.secondWeight * (hasLower && hasRight ? source[below &+ channels] : fillValue)
                    target[at &+ channel] = vertical.firstWeight * upper + vertical.secondWeight * lower
                }
                at &+= channels
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
    private func tap(_ coordinate: Float, extent: Int) -> Tap {
        var inside = coordinate
        if !(coordinate >= 0 && coordinate <= Float(extent &- 1)) {
            let mapped = Self.map(coordinate, extent: extent, fillMode)
            inside = mapped > -2 ? min(mapped, Float(extent &+ 1)) : -2
        }
        let whole = Int(Int32(inside))
        let first = inside < Float(whole) ? whole &- 1 : whole
        return Tap(first: first, firstWeight: Float(first &+ 1) - inside, secondWeight: inside - Float(first))
    }

    /// A coordinate outside 0 ... extent - 1 to where the mode takes it.
    @inline(never)
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
