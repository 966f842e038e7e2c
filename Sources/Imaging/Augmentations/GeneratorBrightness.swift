import Network

/// `apply_brightness_shift`: through 8-bit pixels, multiplied and cut to whole numbers as Pillow's `ImageEnhance.Brightness` does.
enum GeneratorBrightness {
    static func apply(_ factor: Double, to canvas: inout Canvas, stretch: Semantics.BrightnessStretch) {
        let (smallest, largest) = canvas.extremes()
        let products = table(Float(factor))
        let values = canvas.values
        switch stretch {
        case .toMaximum:
            // keras-preprocessing 1.1.0: values below 0 are lifted, then the largest becomes 255.
            through8Bits(values, add: max(-smallest, 0), divide: largest + max(-smallest, 0), products)
        case .none where smallest < 0 || largest > 255:
            // Keras 2.9 and later stretch only what does not fit, and undo it afterwards.
            through8Bits(values, add: -smallest, divide: largest - smallest, products)
            for index in values.indices { values[index] = values[index] / 255 * (largest - smallest) + smallest }
        case .none:
            for index in values.indices { values[index] = products[byte(values[index])] }
        }
    }

    /// (v + add) / divide x 255 in single precision, cut to a byte, then its product. Nothing is divided by zero.
    private static func through8Bits(
        _ values: UnsafeMutableBufferPointer<Float>, add: Float, divide: Float, _ products: [Float]
    ) {
        let divide = divide == 0 ? 1 : divide
        products.withUnsafeBufferPointer { products in
            for index in values.indices { values[index] = products[byte((values[index] + add) / divide * 255)] }
        }
    }

    /// A value cut to a whole number within 0 ... 255.
    @inline(__always)
    private static func byte(_ value: Float) -> Int { value > 0 ? Int(min(value, 255)) : 0 }

    /// factor x v for each byte v, in single precision, cut to a whole number within 0 ... 255.
    private static func table(_ factor: Float) -> [Float] { (0...255).map { Float(byte(factor * Float($0))) } }
}
