import Network
import Plan
import Randomness

/// `keras.layers.RandomTranslation`: the first draw u moves by (-height + 2 height u) x rows downwards, the second likewise to the right.
extension RandomTranslation: ImageOperation {
    func apply(to canvas: Canvas, draws: inout some DrawSource, semantics: Semantics) {
        let down = Float(draws.uniform(-height, height)) * Float(canvas.height)
        let right = Float(draws.uniform(-width, width)) * Float(canvas.width)
        let sampler = ProjectiveSampler(
            xFromX: 1, xFromY: 0, xOffset: -right, yFromX: 0, yFromY: 1, yOffset: -down, fillMode: fillMode,
            fillValue: Float(fillValue))
        sampler.apply(to: canvas)
    }
}
