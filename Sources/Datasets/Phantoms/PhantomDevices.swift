import Randomness

/// What lies in or on a body and means nothing here: nodules, wires, electrodes, the side marker. In both classes alike.
enum PhantomDevices {
    static func draw(on canvas: inout PhantomCanvas, in anatomy: PhantomAnatomy, key: RandomKey) {
        var draws = StatelessDraws(key: key)
        for _ in 0..<draws.below(3) {
            let (u, v, radius) = (draws.between(-0.7, 0.7), draws.between(0.2, 0.75), draws.between(0.03, 0.055))
            let density = draws.between(0.08, 0.2)
            guard anatomy.isInLung(u, v) else { continue }
            canvas.add(atU: u, v: v, reach: radius) { du, dv, _ in
                density * smoothStep(1, 0.6, (du * du + 4 * dv * dv) / (radius * radius))
            }
        }
        for _ in 0..<draws.below(3) {
            electrode(on: &canvas, &draws)
        }
        if draws.next() < 0.3 {
            let density = draws.between(0.1, 0.2)
            var place = (u: draws.between(-0.25, 0.25), v: Float(0.02))
            for _ in 0..<5 {
                let next = (u: place.u + draws.between(-0.08, 0.08), v: place.v + 0.09)
                canvas.line(from: place, to: next, width: (0.014, 0.014), density: (density, density))
                place = next
            }
        }
        if draws.next() < 0.7 {
            let (u, v) = (draws.next() < 0.5 ? Float(-0.88) : 0.88, draws.between(0.08, 0.2))
            canvas.add(atU: u, v: v, reach: 0.06) { du, dv, _ in abs(du) < 0.04 && abs(dv) < 0.02 ? 0.5 : 0 }
        }
    }

    /// A ring with the wire that leads away from it.
    private static func electrode(on canvas: inout PhantomCanvas, _ draws: inout StatelessDraws) {
        let (u, v) = (draws.between(-0.7, 0.7), draws.between(0.15, 0.9))
        let density = draws.between(0.12, 0.3)
        canvas.add(atU: u, v: v, reach: 0.05) { du, dv, _ in
            let squared = (du * du + 4 * dv * dv) / 0.0016
            return density * smoothStep(1.2, 0.9, squared) * (0.4 + 0.6 * smoothStep(0.3, 0.6, squared))
        }
        let end = (u: u + draws.between(-0.5, 0.5), v: v + draws.between(0.1, 0.3))
        canvas.line(from: (u, v), to: end, width: (0.011, 0.011), density: (density * 0.8, density * 0.8))
    }
}
