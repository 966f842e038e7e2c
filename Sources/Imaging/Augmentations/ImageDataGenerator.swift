import Network
import Plan
import Randomness

/// `ImageDataGenerator.random_transform` and `standardize`: affine, channel shift, flips, brightness, rescale, standardization.
extension ImageDataGenerator: ImageOperation {
    func apply(to canvas: Canvas, draws: inout some DrawSource, semantics: Semantics) {
        let drawn = GeneratorDraws(self, height: canvas.height, width: canvas.width, draws: &draws)
        if let transform = AffineTransform(
            drawn, height: canvas.height, width: canvas.width, geometry: semantics.generatorGeometry)
        {
            SplineSampler(transform: transform, fillMode: fillMode, fillValue: cval).apply(to: canvas)
        }
        if let shift = drawn.channelShift { GeneratorChannelShift.apply(shift, to: canvas) }
        if drawn.flipHorizontal { canvas.mirrorColumns() }
        if drawn.flipVertical { canvas.mirrorRows() }
        if let brightness = drawn.brightness {
            GeneratorBrightness.apply(brightness, to: canvas, stretch: semantics.brightnessStretch)
        }
        if let rescale, rescale != 0 { Rescale(scale: rescale).apply(to: canvas) }
        SamplewiseStandardization(center: samplewiseCenter, deviation: samplewiseStdNormalization)?.apply(to: canvas)
    }
}
