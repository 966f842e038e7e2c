import Network
import Plan
import Randomness

/// `keras.layers.RandomZoom` without a width factor: one draw u gives the factor 1 - range + 2 range u of both axes; factors above 1
/// show more than the image, so they zoom out.
extension RandomZoom: ImageOperation {
    func apply(to canvas: Canvas, draws: inout some DrawSource, semantics: Semantics) {
        let zoom = Float(draws.uniform(1 - range, 1 + range))
        let sampler = ProjectiveSampler(
            xFromX: zoom, xFromY: 0, xOffset: Float(canvas.width - 1) / 2 * (1 - zoom), yFromX: 0, yFromY: zoom,
            yOffset: Float(canvas.height - 1) / 2 * (1 - zoom), fillMode: fillMode, fillValue: Float(fillValue))
        sampler.apply(to: canvas)
    }
}
