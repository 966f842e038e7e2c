import Foundation
import Randomness

/// What a GaussianNoise layer adds: the same in every engine, a pure function of key, step, layer and place.
public enum NormalNoise {
    /// Fills `noise` with draws of the normal distribution of mean 0, in the row-major order of Keras's layout (sample, height, width,
    /// channel).
    ///
    /// - Parameters:
    ///   - deviation: The standard deviation.
    ///   - step: The optimizer's step, from 0.
    ///   - layer: The layer's index in the network.
    public static func fill(_ noise: UnsafeMutableBufferPointer<Float>, deviation: Double, key: RandomKey, step: Int, layer: Int)
    {
        let key = key.with("gaussian noise").with(layer).with(step)
        // Four 32-bit draws a block: two pairs, each of which gives two values (Box and Muller 1958).
        var index = 0
        while index < noise.count {
            let words = key.block(UInt64(index / 4))
            for (pair, (first, second)) in [(words.0, words.1), (words.2, words.3)].enumerated() {
                let radius = deviation * (-2 * log((Double(first) + 1) * 0x1p-32)).squareRoot()
                let angle = 2 * Double.pi * Double(second) * 0x1p-32
                let place = index + 2 * pair
                if place < noise.count { noise[place] = Float(radius * cos(angle)) }
                if place + 1 < noise.count { noise[place + 1] = Float(radius * sin(angle)) }
            }
            index += 4
        }
    }
}
