/// Pillow's BILINEAR: a triangle filter that widens where the image shrinks, in fixed point; columns first, then rows.
enum BilinearResampler {
    /// Bits after the point of a coefficient: 32 less 8 of the sample and 2 to spare.
    private static let precision: Int32 = 22

    /// What one target position is made of: source positions from `start`, each with its coefficient.
    struct Taps {
        var start: Int
        var coefficients: [Int32]
    }

    /// The taps of each target position.
    static func taps(from source: Int, to target: Int) -> [Taps] {
        let scale = Double(source) / Double(target)
        let support = max(scale, 1)
        return (0..<target).map { index in
            let center = (Double(index) + 0.5) * scale
            let start = max(Int(center - support + 0.5), 0)
            let end = min(Int(center + support + 0.5), source)
            let weights = (start..<end).map { max(0, 1 - abs((Double($0) - center + 0.5) * (1 / support))) }
            let sum = weights.reduce(0, +)
            return Taps(start: start, coefficients: weights.map { Int32(0.5 + $0 / sum * Double(1 << precision)) })
        }
    }

    static func resize(_ image: PixelImage, height: Int, width: Int) -> PixelImage {
        var result = image
        if width != image.width {
            let columns = taps(from: image.width, to: width)
            result = pass(result, taps: columns, height: image.height, width: width, alongRows: true)
        }
        if height != image.height {
            let rows = taps(from: image.height, to: height)
            result = pass(result, taps: rows, height: height, width: width, alongRows: false)
        }
        return result
    }

    /// One direction: each target sample is the rounded sum of its taps.
    private static func pass(_ image: PixelImage, taps: [Taps], height: Int, width: Int, alongRows: Bool) -> PixelImage {
        let channels = image.channels
        let stride = alongRows ? channels : image.width * channels
        return image.pixels.withUnsafeBufferPointer { source in
            PixelImage(height: height, width: width, channels: channels) { pixels in
                for row in 0..<height {
                    for column in 0..<width {
                        let tap = taps[alongRows ? column : row]
                        let first =
                            alongRows
                            ? (row * image.width + tap.start) * channels : (tap.start * image.width + column) * channels
                        tap.coefficients.withUnsafeBufferPointer { coefficients in
                            for channel in 0..<channels {
                                var sum: Int32 = 1 << (precision - 1)
                                var position = first + channel
                                for coefficient in coefficients {
                                    sum &+= Int32(source[position]) &* coefficient
                                    position += stride
                                }
                                pixels[(row * width + column) * channels + channel] = UInt8(clamping: sum >> precision)
                            }
                        }
                    }
                }
            }
        }
    }
}
