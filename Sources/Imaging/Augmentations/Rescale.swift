import Network
import Plan
import Randomness

/// `keras.layers.Rescaling`: value x scale + offset, in single precision.
extension Rescale: ImageOperation {
    func apply(to canvas: inout Canvas, draws: inout some DrawSource, semantics: Semantics) { apply(to: &canvas) }

    /// The same without draws, which it has no use for.
    func apply(to canvas: inout Canvas) {
        let values = canvas.values
        let scale = Float(scale)
        let offset = Float(offset)
        for index in values.indices { values[index] = values[index] * scale + offset }
    }
}
