import Randomness

/// How the body lies in the picture.
struct PhantomPose: Sendable {
    private let centreX, centreY, scaleX, scaleY, tilt: Float

    init(_ draws: inout StatelessDraws) {
        centreX = 0.5 + draws.between(-0.035, 0.035)
        centreY = 0.5 + draws.between(-0.035, 0.035)
        scaleX = draws.between(0.93, 1.08) / 2
        scaleY = draws.between(0.93, 1.08)
        tilt = draws.between(-0.06, 0.06)
    }

    /// The body's coordinates of a place in the picture (both 0 to 1): across from -1 to 1, down from 0 to 1.
    @inline(__always)
    func body(_ x: Float, _ y: Float) -> (u: Float, v: Float) {
        let (dx, dy) = (x - centreX, y - centreY)
        return ((dx - tilt * dy) / scaleX, (dy + tilt * dx) / scaleY + 0.5)
    }

    /// The place in the picture of the body's coordinates.
    func picture(_ u: Float, _ v: Float) -> (x: Float, y: Float) {
        let (a, b) = (u * scaleX, (v - 0.5) * scaleY)
        let determinant = 1 + tilt * tilt
        return (centreX + (a + tilt * b) / determinant, centreY + (b - tilt * a) / determinant)
    }
}

/// A plane of densities (0 is air, 1 is metal), row by row, drawn on in the body's coordinates.
struct PhantomCanvas: Sendable {
    let height: Int
    let width: Int
    let pose: PhantomPose
    private(set) var values: [Float]
    /// How much of each pixel is lung, 0 to 1.
    private(set) var lung: [Float]

    init(height: Int, width: Int, pose: PhantomPose) {
        self.height = height
        self.width = width
        self.pose = pose
        values = [Float](repeating: 0, count: height * width)
        lung = values
    }

    /// Sets every pixel: density and share of lung.
    mutating func paint(_ pixel: (_ u: Float, _ v: Float) -> (density: Float, lung: Float)) {
        for row in 0..<height {
            for column in 0..<width {
                let (u, v) = pose.body((Float(column) + 0.5) / Float(width), (Float(row) + 0.5) / Float(height))
                (values[row * width + column], lung[row * width + column]) = pixel(u, v)
            }
        }
    }

    /// Adds to the pixels near a place: those within `reach` (in units of u) across, and half as much in units of v.
    mutating func add(
        atU centreU: Float, v centreV: Float, reach: Float, _ density: (_ du: Float, _ dv: Float, _ lung: Float) -> Float
    ) {
        let (x, y) = pose.picture(centreU, centreV)
        let (acrossX, acrossY) = (reach * 0.6, reach * 0.6)
        let rows = Self.range(y - acrossY, y + acrossY, height)
        let columns = Self.range(x - acrossX, x + acrossX, width)
        for row in rows {
            for column in columns {
                let (u, v) = pose.body((Float(column) + 0.5) / Float(width), (Float(row) + 0.5) / Float(height))
                values[row * width + column] += density(u - centreU, v - centreV, lung[row * width + column])
            }
        }
    }

    /// Adds a straight line with soft edges whose width and density taper from one end to the other.
    mutating func line(
        from start: (u: Float, v: Float), to end: (u: Float, v: Float), width halfWidth: (Float, Float), density: (Float, Float)
    ) {
        let (alongU, alongV) = (end.u - start.u, 2 * (end.v - start.v))
        let squared = max(alongU * alongU + alongV * alongV, 1e-6)
        let reach = squared.squareRoot() / 2 + max(halfWidth.0, halfWidth.1)
        let (middleU, middleV) = ((start.u + end.u) / 2, (start.v + end.v) / 2)
        // No line is thinner than what a pixel shows.
        let thinnest = 1.2 / Float(self.width)
        add(atU: middleU, v: middleV, reach: reach) { du, dv, _ in
            let (u, v) = (du + middleU - start.u, 2 * (dv + middleV - start.v))
            let t = min(max((u * alongU + v * alongV) / squared, 0), 1)
            let (offU, offV) = (u - t * alongU, v - t * alongV)
            let wanted = halfWidth.0 + (halfWidth.1 - halfWidth.0) * t
            let drawn = max(wanted, thinnest)
            let strength = (density.0 + (density.1 - density.0) * t) * wanted / drawn
            return strength * bump(squared: (offU * offU + offV * offV) / (drawn * drawn))
        }
    }

    /// The pixels between two places of the picture, at most all.
    private static func range(_ low: Float, _ high: Float, _ count: Int) -> Range<Int> {
        let first = Int(min(max(low, 0), 1) * Float(count))
        let last = Int(min(max(high, 0), 1) * Float(count)) + 1
        return min(first, count)..<max(min(last, count), min(first, count))
    }
}
