import Randomness

/// What varies from body to body, and the picture of what all bodies have: outline, lungs, heart, spine, ribs, clavicles, diaphragm.
///
/// Coordinates are the body's: u across (0 is the middle, the heart lies at positive u), v down from 0 to 1.
struct PhantomAnatomy: Sendable {
    private let torso, shoulder, tissue, air, apex, outer, inner, base, dome, rightRise: Float
    private let heart: (u: Float, v: Float, radiusU: Float, radiusV: Float, lean: Float)
    private let ribs: (first: Float, period: Float, slope: Float, bend: Float, density: Float)
    private let frontRibs: (first: Float, slope: Float, density: Float)
    private let clavicle: (v: Float, slope: Float, density: Float)
    private let spine: (width: Float, density: Float, vertebra: Float)
    private let asymmetry: Float
    private let haze: ValueNoise

    init(_ draws: inout StatelessDraws) {
        torso = draws.between(0.88, 1.0)
        shoulder = draws.between(0.14, 0.24)
        tissue = draws.between(0.56, 0.66)
        air = draws.between(0.30, 0.40)
        apex = draws.between(0.09, 0.15)
        outer = draws.between(0.70, 0.80)
        inner = draws.between(0.10, 0.15)
        base = draws.between(0.78, 0.88)
        dome = draws.between(0.07, 0.12)
        rightRise = draws.between(0.01, 0.05)
        heart = (
            draws.between(0.10, 0.18), draws.between(0.60, 0.68), draws.between(0.28, 0.42), draws.between(0.15, 0.21),
            draws.between(-0.9, -0.3)
        )
        ribs = (
            draws.between(0.0, 0.09), draws.between(0.078, 0.095), draws.between(0.10, 0.18), draws.between(0.05, 0.14),
            draws.between(0.07, 0.12)
        )
        frontRibs = (draws.between(0.0, 0.1), draws.between(0.12, 0.22), draws.between(0.03, 0.06))
        clavicle = (draws.between(0.15, 0.20), draws.between(0.02, 0.10), draws.between(0.06, 0.12))
        spine = (draws.between(0.07, 0.10), draws.between(0.02, 0.07), draws.between(0.042, 0.055))
        asymmetry = draws.between(-0.05, 0.05)
        haze = ValueNoise(key: RandomKey(seed: UInt64(draws.below(1 << 30))))
    }

    /// Draws the body on an empty canvas.
    func draw(on canvas: inout PhantomCanvas) {
        canvas.paint { u, v in
            let body = bodyShare(u, v)
            let heartShare = heartShare(u, v)
            let lung = lungShare(u, v)
            let open = lung * (1 - 0.92 * heartShare) * body
            let cloud = haze((u + 2) * 2.2, (v + 1) * 4) - 0.5
            var density = tissue + 0.10 * cloud + asymmetry * u + 0.10 * smoothStep(base - 0.1, base + 0.1, v)
            density += 0.09 * bump(squared: u * u / 0.09)
            density += spineDensity(u, v) + 0.06 * heartShare
            density -= air * open
            density += ribDensity(u, v) * (0.45 + 0.55 * open) + clavicleDensity(u, v)
            return (0.04 + density * body, open)
        }
    }

    /// Whether a place lies well inside a lung.
    func isInLung(_ u: Float, _ v: Float) -> Bool { lungShare(u, v) * (1 - heartShare(u, v)) > 0.75 }

    private func bodyShare(_ u: Float, _ v: Float) -> Float {
        let neck = 0.24 + 1.1 * smoothStep(0.0, shoulder * 1.6, v)
        let side = torso + 0.12 * smoothStep(0.55, 0.15, v) - 0.04 * smoothStep(0.5, 0.8, v)
        return smoothStep(-0.03, 0.05, min(neck, side) - abs(u))
    }

    private func lungShare(_ u: Float, _ v: Float) -> Float {
        let a = abs(u)
        let rise = u < 0 ? rightRise : 0
        let t = min(max((v - apex) / (0.72 * (base - apex)), 0), 1)
        let edge = 0.14 + (outer - 0.14) * (t * (2 - t)).squareRoot()
        let along = (a - 0.40) / 0.42
        let floor = base - rise - dome * (1 - along * along)
        let hilum = inner + 0.05 * bump(squared: (v - 0.45) * (v - 0.45) / 0.03)
        return smoothStep(-0.015, 0.045, edge - a) * smoothStep(-0.03, 0.05, a - hilum) * smoothStep(-0.008, 0.02, floor - v)
            * smoothStep(0, 0.06, v - apex)
    }

    private func heartShare(_ u: Float, _ v: Float) -> Float {
        let (du, dv) = (u - heart.u, v - heart.v)
        let (x, y) = ((du + heart.lean * dv) / heart.radiusU, (dv - 0.15 * heart.lean * du) / heart.radiusV)
        return smoothStep(1.15, 0.7, x * x + y * y)
    }

    private func spineDensity(_ u: Float, _ v: Float) -> Float {
        let phase = v / spine.vertebra
        let within = phase - phase.rounded(.down) - 0.5
        return spine.density * smoothStep(spine.width + 0.02, spine.width - 0.02, abs(u))
            * (0.75 + bump(squared: within * within * 5) * 0.5)
    }

    private func ribDensity(_ u: Float, _ v: Float) -> Float {
        let a = abs(u)
        guard v > apex - 0.02, a > 0.06, a < outer + 0.08 else { return 0 }
        let back = band((v - ribs.first - ribs.slope * a - ribs.bend * a * a) / ribs.period, width: 0.27)
        let front = band((v - frontRibs.first + frontRibs.slope * a) / (ribs.period * 1.15), width: 0.30)
        let ends = smoothStep(0.06, 0.14, a) * smoothStep(outer + 0.08, outer, a) * smoothStep(base + 0.06, base - 0.05, v)
        return (ribs.density * back + frontRibs.density * front * smoothStep(0.22, 0.4, a)) * ends
            * smoothStep(apex - 0.02, apex + 0.03, v)
    }

    /// A band each unit of phase, a little brighter at its edges, as cortical bone is.
    private func band(_ phase: Float, width: Float) -> Float {
        let within = (phase - phase.rounded(.down) - 0.5) / width
        let squared = within * within
        return squared < 1 ? smoothStep(1, 0.7, squared) * (0.75 + 0.4 * squared) : 0
    }

    private func clavicleDensity(_ u: Float, _ v: Float) -> Float {
        let a = abs(u)
        guard a > 0.05, a < 0.8 else { return 0 }
        let off = (v - clavicle.v + clavicle.slope * a - 0.05 * a * a) / 0.02
        return clavicle.density * bump(squared: off * off) * smoothStep(0.05, 0.12, a) * smoothStep(0.8, 0.68, a)
    }
}
