import Randomness

/// Vessels that branch from the hila into the lungs, in both classes.
enum PhantomVessels {
    static func draw(on canvas: inout PhantomCanvas, in anatomy: PhantomAnatomy, key: RandomKey) {
        var draws = StatelessDraws(key: key)
        let strength = draws.between(0.05, 0.10)
        for side in [Float(-1), 1] {
            for branch in 0..<8 {
                let start = (u: side * draws.between(0.12, 0.22), v: 0.45 + draws.between(-0.07, 0.07))
                let angle = (Float(branch) + draws.between(-0.4, 0.4) - 3) / 4
                let length = draws.between(0.18, 0.34)
                // A unit vector from the tangent of half the angle: no sine is needed.
                let scale = 1 / (1 + angle * angle)
                let (across, down) = ((1 - angle * angle) * scale, 2 * angle * scale)
                let middle = (u: start.u + side * across * length, v: start.v + down * length / 2)
                canvas.line(from: start, to: middle, width: (0.028, 0.014), density: (strength * 0.8, strength * 0.7))
                for _ in 0..<2 {
                    let turn = draws.between(-0.5, 0.5)
                    let reach = draws.between(0.10, 0.22)
                    let end = (
                        u: middle.u + side * (across - turn * down) * reach, v: middle.v + (down + turn * across) * reach / 2
                    )
                    guard anatomy.isInLung(end.u, end.v) else { continue }
                    canvas.line(from: middle, to: end, width: (0.014, 0.008), density: (strength * 0.7, strength * 0.3))
                }
            }
        }
    }
}
