import Randomness

/// Hazy shadows in the lungs: smooth in the negative class (breast, muscle, scapula), patchy in the positive one (consolidation).
enum PhantomShadows {
    /// - Parameter patchiness: 0 is smooth; 1 lets the density of a shadow vary from nothing to twice its mean.
    static func draw(on canvas: inout PhantomCanvas, in anatomy: PhantomAnatomy, patchiness: Float, key: RandomKey) {
        var draws = StatelessDraws(key: key)
        let count = 3 + draws.below(3)
        for shadow in 0..<count {
            let noise = ValueNoise(key: key.with(shadow))
            var place = (u: Float(0), v: Float(0))
            // Nearly always the first few tries lie in a lung; where none does, the shadow lies where the last one fell.
            for _ in 0..<20 {
                place = (draws.between(-0.72, 0.72), draws.between(0.2, 0.8))
                if anatomy.isInLung(place.u, place.v) { break }
            }
            let (acrossU, acrossV) = (draws.between(0.16, 0.34), draws.between(0.16, 0.34))
            let density = draws.between(0.14, 0.26)
            let grain = 1 / draws.between(0.07, 0.12)
            let ragged = draws.between(0.2, 0.5)
            canvas.add(atU: place.u, v: place.v, reach: max(acrossU, acrossV)) { du, dv, lung in
                let (x, y) = (du / acrossU, 2 * dv / acrossV)
                let (cellU, cellV) = ((du + 4) * grain, (2 * dv + 4) * grain)
                let warp = 1 + ragged * (noise(cellU * 0.5 + 9, cellV * 0.5) - 0.5)
                let shape = bump(squared: (x * x + y * y) * warp) * lung
                guard shape > 0 else { return 0 }
                let patches = smoothStep(0.36, 0.64, noise(cellU, cellV))
                return density * shape * (1 + patchiness * (2 * patches - 1))
            }
        }
    }
}
