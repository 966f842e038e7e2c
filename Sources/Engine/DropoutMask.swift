import Randomness

/// Which values a Dropout layer keeps: the same in every engine, a pure function of key, step, layer and place.
public enum DropoutMask {
    /// Fills `mask` with 0 or 1 / (1 - rate), in the row-major order of Keras's layout (sample, height, width, channel).
    ///
    /// - Parameters:
    ///   - step: The optimizer's step, from 0.
    ///   - layer: The layer's index in the network.
    public static func fill(_ mask: UnsafeMutableBufferPointer<Float>, rate: Double, key: RandomKey, step: Int, layer: Int) {
        let key = key.with("dropout").with(layer).with(step)
        let kept = Float(1 / (1 - rate))
        // Four 32-bit draws a block; dropped where the draw is below rate.
        let threshold = UInt64(rate * 0x1p32)
        var index = 0
        while index < mask.count {
            let words = key.block(UInt64(index / 4))
            let draws = [words.0, words.1, words.2, words.3]
            for lane in 0..<min(4, mask.count - index) {
                mask[index + lane] = UInt64(draws[lane]) < threshold ? 0 : kept
            }
            index += 4
        }
    }
}
