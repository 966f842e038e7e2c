import Plan

/// SciPy's `ndimage.affine_transform` of order 1, channel by channel, in its own arithmetic: double inside, float stored.
///
/// The fill modes are SciPy's. Mind that its `wrap` has the period extent - 1, and that `constant` gives the fill value to every
/// coordinate outside the pixels' centres, without a blend.
struct SplineSampler: PixelSampler {
    var transform: AffineTransform
    var fillMode: FillMode
    var fillValue: Double

    /// Indices stay below the number of samples, so their arithmetic needs no checks.
    @inline(__always)
    func sample(
        _ source: UnsafeBufferPointer<Float>, _ target: UnsafeMutableBufferPointer<Float>, height: Int, width: Int, channels: Int
    ) {
        let outside = Float(fillValue)
        var at = 0
        for row in 0..<height {
            let rowPart = Double(row) * transform.rowFromRow
            let columnPart = Double(row) * transform.columnFromRow
            for column in 0..<width {
                // The order of these sums is SciPy's.
                let y = rowPart + Double(column) * transform.rowFromColumn + transform.rowOffset
                let x = columnPart + Double(column) * transform.columnFromColumn + transform.columnOffset
                if let vertical = tap(y, extent: height), let horizontal = tap(x, extent: width) {
                    let upper = vertical.first &* width
                    let lower = vertical.second &* width
                    let upperLeft = (upper &+ horizontal.first) &* channels
                    let upperRight = (upper &+ horizontal.second) &* channels
                    let lowerLeft = (lower &+ horizontal.first) &* channels
                    let lowerRight = (lower &+ horizontal.second) &* channels
                    for channel in 0..<channels {
                        var sum = Double(source[upperLeft &+ channel]) * vertical.firstWeight * horizontal.firstWeight
                        sum += Double(source[upperRight &+ channel]) * vertical.firstWeight * horizontal.secondWeight
                        sum += Double(source[lowerLeft &+ channel]) * vertical.secondWeight * horizontal.firstWeight
                        sum += Double(source[lowerRight &+ channel]) * vertical.secondWeight * horizontal.secondWeight
                        target[at &+ channel] = Float(sum)
                    }
                } else {
                    for channel in 0..<channels { target[at &+ channel] = outside }
                }
                at &+= channels
            }
        }
    }

    /// The two samples of one axis between which a coordinate lies, and their weights.
    private struct Tap {
        var first: Int
        var second: Int
        var firstWeight: Double
        var secondWeight: Double
    }

    /// The taps of a coordinate; nil outside, where the mode is constant. Coordinates that are no numbers give the first sample.
    @inline(__always)
    private func tap(_ coordinate: Double, extent: Int) -> Tap? {
        let last = Double(extent - 1)
        var inside = coordinate
        if !(coordinate >= 0 && coordinate <= last) {
            guard let mapped = Self.map(coordinate, extent: extent, fillMode) else { return nil }
            inside = mapped
        }
        let floor = inside < 0 ? -1 : Int(Int32(inside))
        let firstWeight = 1 - (inside - Double(floor))
        return Tap(
            first: max(floor, 0), second: min(floor &+ 1, extent &- 1), firstWeight: firstWeight, secondWeight: 1 - firstWeight)
    }

    /// A coordinate outside 0 ... extent - 1 to one within -1 ... extent, as SciPy's `map_coordinate` maps it.
    @inline(never)
    private static func map(_ coordinate: Double, extent: Int, _ mode: FillMode) -> Double? {
        let count = Double(extent)
        var mapped = coordinate
        switch mode {
        case .constant: return nil
        case .nearest: mapped = coordinate > 0 ? count - 1 : 0
        case .reflect:
            let period = 2 * count
            if coordinate < 0 {
                if coordinate < -period { mapped += period * (-coordinate / period).rounded(.towardZero) }
                mapped = mapped < -count ? mapped + period : (mapped > -1e-15 ? 1e-15 : -mapped) - 1
            } else {
                mapped -= period * (coordinate / period).rounded(.towardZero)
                if mapped >= count { mapped = period - mapped - 1 }
            }
        case .wrap:
            let period = count - 1
            if coordinate < 0 {
                mapped += period * ((-coordinate / period).rounded(.towardZero) + 1)
            } else {
                mapped -= period * (coordinate / period).rounded(.towardZero)
            }
        }
        // One pixel has nowhere else to go; nor has a coordinate too large to be reduced.
        guard extent > 1, mapped >= -1, mapped <= count else { return 0 }
        return mapped
    }
}
