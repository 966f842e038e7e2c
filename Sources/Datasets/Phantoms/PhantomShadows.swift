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
            let (acrossU, acrossV) = (draws.between(0.22, 0.40), draws.between(0.22, 0.40))
            let density = draws.between(0.16, 0.28)
            let grain = 1 / draws.between(0.11, 0.18)
            let ragged = draws.between(0.4, 1.2)
            let lean = draws.between(-1, 1)
            let full = 1 + lean * lean
            canvas.add(atU: place.u, v: place.v, reach: max(acrossU, acrossV)) { du, dv, lung in
                let (x, y) = (du / acrossU, 2 * dv / acrossV)
                // Cells of the noise, turned and bent so that no grid shows.
                let (a, b) = ((du - 2 * lean * dv) * grain / full + 9, (2 * dv + lean * du) * grain / full + 9)
                let bend = noise(a * 0.7 + 5, b * 0.7) - 0.5
                let shape = bump(squared: (x * x + y * y) * (1 + ragged * bend)) * lung
                guard shape > 0 else { return 0 }
                let patches = smoothStep(0.36, 0.64, 0.7 * noise(a + bend * 1.5, b - bend * 1.5) + 0.3 * noise(a * 2.3, b * 2.3))
                return density * shape * (1 + patchiness * (2 * patches - 1))
            }
        }
    }
}
