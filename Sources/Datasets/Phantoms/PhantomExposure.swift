import Randomness

/// From densities to 8-bit grey: noise, tone curve, and a mean exposure that knows nothing of what was drawn.
enum PhantomExposure {
    static func expose(_ canvas: PhantomCanvas, key: RandomKey) -> [UInt8] {
        var draws = StatelessDraws(key: key)
        let target = draws.between(0.36, 0.60)
        let contrast = draws.between(0.85, 1.2)
        let tone = draws.between(-0.25, 0.25)
        let noise = draws.between(0.015, 0.04)
        let grain = key.with("noise")
        var values = canvas.values
        var sum: Float = 0
        for index in values.indices {
            let value = min(max(values[index], 0), 1.2)
            values[index] = value + tone * value * (1 - value)
            sum += values[index]
        }
        let mean = sum / Float(values.count)
        var pixels = [UInt8](repeating: 0, count: values.count)
        for block in 0..<(values.count + 3) / 4 {
            let words = grain.block(UInt64(block))
            let first = block * 4
            for (offset, word) in [words.0, words.1, words.2, words.3].enumerated() where first + offset < values.count {
                // The sum of two uniform values: a triangle of deviation 0.41.
                let spread = (Float(word & 0xffff) + Float(word >> 16)) * 0x1p-16 - 1
                let value = (values[first + offset] - mean) * contrast + target + noise * spread
                pixels[first + offset] = UInt8(min(max(value, 0), 1) * 255 + 0.5)
            }
        }
        return pixels
    }
}
