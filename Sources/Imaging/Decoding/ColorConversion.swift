/// Pillow's conversions between the kinds of pixels, in its integer arithmetic.
enum ColorConversion {
    /// Luma by the weights of ITU-R 601-2, in 16-bit fixed point, rounded: Pillow's `convert("L")`.
    @inline(__always)
    static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        UInt8(truncatingIfNeeded: (UInt32(red) * 19_595 + UInt32(green) * 38_470 + UInt32(blue) * 7_471 + 0x8000) >> 16)
    }

    /// Three channels to one.
    static func grey(fromRGB image: PixelImage) -> PixelImage {
        image.pixels.withUnsafeBufferPointer { source in
            PixelImage(height: image.height, width: image.width, channels: 1) { pixels in
                for index in pixels.indices {
                    pixels[index] = luma(source[3 * index], source[3 * index + 1], source[3 * index + 2])
                }
            }
        }
    }

    /// One channel to three equal ones.
    static func rgb(fromGrey image: PixelImage) -> PixelImage {
        image.pixels.withUnsafeBufferPointer { source in
            PixelImage(height: image.height, width: image.width, channels: 3) { pixels in
                for index in source.indices {
                    pixels[3 * index] = source[index]
                    pixels[3 * index + 1] = source[index]
                    pixels[3 * index + 2] = source[index]
                }
            }
        }
    }

    /// Four channels of ink as JPEG files hold them, inverted (Adobe's convention, which Pillow takes for granted), to red, green, blue.
    static func rgb(fromInvertedCMYK source: UnsafeBufferPointer<UInt8>, height: Int, width: Int) -> PixelImage {
        PixelImage(height: height, width: width, channels: 3) { pixels in
            for index in 0..<height * width {
                let light = Int32(source[4 * index + 3])
                for channel in 0..<3 {
                    // What is left of the light after the ink: light - light * ink / 255, rounded as Pillow's MULDIV255 rounds.
                    let product = light * Int32(255 - source[4 * index + channel]) + 128
                    pixels[3 * index + channel] = UInt8(clamping: light - ((product >> 8) + product) >> 8)
                }
            }
        }
    }
}
