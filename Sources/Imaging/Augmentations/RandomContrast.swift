import CPixels
import Network
import Plan
import Randomness

/// `keras.layers.RandomContrast` with its value range 0...255: one draw u scales each channel about its mean by
/// 1 - factor + 2 factor u, clipped to that range.
///
/// Keras 3 reads a single number as the range (0, factor) and so only ever adds contrast; what its documentation promises, the same
/// range below and above 1, is what is done here.
extension RandomContrast: ImageOperation {
    func apply(to canvas: Canvas, draws: inout some DrawSource, semantics: Semantics) {
        let scale = Float(draws.uniform(1 - factor, 1 + factor))
        for number in 0..<canvas.planes {
            let values = canvas.plane(number)
            let mean = Float(cpixels_sum(values.baseAddress, values.count) / Double(values.count))
            cpixels_contrast(values.baseAddress, values.count, mean, scale)
        }
    }
}
