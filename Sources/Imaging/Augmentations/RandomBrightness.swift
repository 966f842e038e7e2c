import CPixels
import Network
import Plan
import Randomness

/// `keras.layers.RandomBrightness` with its value range 0...255: one draw u adds 255 (-factor + 2 factor u), clipped to that range.
extension RandomBrightness: ImageOperation {
    func apply(to canvas: Canvas, draws: inout some DrawSource, semantics: Semantics) {
        let values = canvas.values
        cpixels_shift(values.baseAddress, values.count, Float(draws.uniform(-factor, factor)) * 255, 0, 255)
    }
}
