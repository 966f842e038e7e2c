import CPixels
import Network
import Plan
import Randomness

/// `keras.layers.Rescaling`: value x scale + offset, in single precision.
extension Rescale: ImageOperation {
    func apply(to canvas: Canvas, draws: inout some DrawSource, semantics: Semantics) { apply(to: canvas) }

    /// The same without draws, which it has no use for.
    func apply(to canvas: Canvas) {
        let values = canvas.values
        cpixels_scale(values.baseAddress, values.count, Float(scale), Float(offset))
    }
}
