import CPixels
import Network

/// `apply_brightness_shift`: through 8-bit pixels, multiplied and cut to whole numbers as Pillow's `ImageEnhance.Brightness` does.
enum GeneratorBrightness {
    static func apply(_ factor: Double, to canvas: Canvas, stretch: Semantics.BrightnessStretch) {
        let (smallest, largest) = canvas.extremes
        let values = canvas.values
        switch stretch {
        case .toMaximum:
            // keras-preprocessing 1.1.0: values below 0 are lifted, then the largest becomes 255.
            let lift = max(-smallest, 0)
            cpixels_stretch(values.baseAddress, values.count, lift, divisor(largest + lift), Float(factor))
        case .toRange:
            // keras-preprocessing 1.1.2: the smallest becomes 0 and the largest 255.
            cpixels_stretch(values.baseAddress, values.count, -smallest, divisor(largest - smallest), Float(factor))
        case .none where smallest < 0 || largest > 255:
            // Keras 2.9 and later stretch only what does not fit, and undo it afterwards.
            cpixels_stretch(values.baseAddress, values.count, -smallest, divisor(largest - smallest), Float(factor))
            for index in values.indices { values[index] = values[index] / 255 * (largest - smallest) + smallest }
        case .none: cpixels_brighten(values.baseAddress, values.count, Float(factor))
        }
    }

    /// Nothing is divided by zero.
    private static func divisor(_ value: Float) -> Float { value == 0 ? 1 : value }
}
