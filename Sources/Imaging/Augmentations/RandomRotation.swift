import Foundation
import Network
import Plan
import Randomness

/// `keras.layers.RandomRotation`: one draw u gives the angle -degrees + 2 degrees u; positive angles turn counter-clockwise.
extension RandomRotation: ImageOperation {
    func apply(to canvas: Canvas, draws: inout some DrawSource, semantics: Semantics) {
        let angle = Float(draws.uniform(-degrees, degrees)) * (Float.pi / 180)
        let x = 0.5 * Float(canvas.width - 1)
        let y = 0.5 * Float(canvas.height - 1)
        let sampler = ProjectiveSampler(
            xFromX: cos(angle), xFromY: -sin(angle), xOffset: x - x * cos(angle) + y * sin(angle), yFromX: sin(angle),
            yFromY: cos(angle), yOffset: y - x * sin(angle) - y * cos(angle), fillMode: fillMode, fillValue: Float(fillValue))
        sampler.apply(to: canvas)
    }
}
