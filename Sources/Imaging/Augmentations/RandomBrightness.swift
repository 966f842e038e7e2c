import Network
import Plan
import Randomness

/// `keras.layers.RandomBrightness` with its value range 0...255: one draw u adds 255 (-factor + 2 factor u), clipped to that range.
extension RandomBrightness: ImageOperation {
    func apply(to canvas: inout Canvas, draws: inout some DrawSource, semantics: Semantics) {
        let added = Float(draws.uniform(-factor, factor)) * 255
        let values = canvas.values
        for index in values.indices { values[index] = max(0, min(255, values[index] + added)) }
    }
}
