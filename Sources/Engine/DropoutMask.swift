import Network
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

    /// The same for a layer whose values share draws along the axes where its noise has the extent 1.
    ///
    /// - Parameters:
    ///   - mask: Room for a number of samples.
    ///   - sample: The shape of one.
    public static func fill(
        _ mask: UnsafeMutableBufferPointer<Float>, of sample: Shape, for dropout: Dropout, key: RandomKey, step: Int, layer: Int
    ) {
        guard let noise = dropout.noiseShape, noise != sample.extents, sample.count > 0 else {
            return fill(mask, rate: dropout.rate, key: key, step: step, layer: layer)
        }
        let (samples, drawn) = (mask.count / sample.count, noise.reduce(1, *))
        let draws = [Float](unsafeUninitializedCapacity: samples * drawn) { buffer, count in
            count = samples * drawn
            fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]), rate: dropout.rate, key: key, step: step, layer: layer)
        }
        // Which draw of its sample each value of a sample shares.
        var places = [0]
        for (extent, shared) in zip(sample.extents, noise) {
            places = places.flatMap { place in (0..<extent).map { place * shared + (shared == 1 ? 0 : $0) } }
        }
        for index in 0..<samples {
            for (offset, place) in places.enumerated() { mask[index * sample.count + offset] = draws[index * drawn + place] }
        }
    }
}
