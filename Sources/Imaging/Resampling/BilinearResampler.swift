/// Pillow's BILINEAR: a triangle filter that widens where the image shrinks, in fixed point; columns first, then rows.
enum BilinearResampler {
    /// Bits after the point of a coefficient: 32 less 8 of the sample and 2 to spare.
    private static let precision: Int32 = 22

    /// What target positions are made of: each of the first `counts[i]` coefficients from `i * width` belongs to a source position
    /// from `starts[i]` on.
    struct Taps {
        var width = 0
        var starts: [Int] = []
        var counts: [Int] = []
        var coefficients: [Int32] = []
    }

    /// The taps of each target position.
    static func taps(from source: Int, to target: Int) -> Taps {
        let scale = Double(source) / Double(target)
        let support = max(scale, 1)
        var taps = Taps(width: Int(support.rounded(.up)) * 2 + 1)
        for index in 0..<target {
            let center = (Double(index) + 0.5) * scale
            let start = max(Int(center - support + 0.5), 0)
            let end = min(Int(center + support + 0.5), source)
            let weights = (start..<end).map { max(0, 1 - abs((Double($0) - center + 0.5) * (1 / support))) }
            let sum = weights.reduce(0, +)
            taps.starts.append(start)
            taps.counts.append(weights.count)
            taps.coefficients += weights.map { Int32(0.5 + $0 / sum * Double(1 << precision)) }
            taps.coefficients += [Int32](repeating: 0, count: taps.width - weights.count)
        }
        return taps
    }

    static func resize(_ image: PixelImage, height: Int, width: Int) -> PixelImage {
        var result = image
        if width != image.width { result = shrinkOrGrowColumns(of: result, to: width) }
        if height != image.height { result = shrinkOrGrowRows(of: result, to: height) }
        return result
    }

    private static func shrinkOrGrowColumns(of image: PixelImage, to width: Int) -> PixelImage {
        let taps = taps(from: image.width, to: width)
        let channels = image.channels
        return image.pixels.withUnsafeBufferPointer { source in
            PixelImage(height: image.height, width: width, channels: channels) { pixels in
                // The number of channels as a constant lets the compiler unroll.
                switch channels {
                case 1: columns(source, pixels, height: image.height, sourceWidth: image.width, taps: taps, channels: 1)
                case 3: columns(source, pixels, height: image.height, sourceWidth: image.width, taps: taps, channels: 3)
                default: columns(source, pixels, height: image.height, sourceWidth: image.width, taps: taps, channels: channels)
                }
            }
        }
    }

    @inline(__always)
    private static func columns(
        _ source: UnsafeBufferPointer<UInt8>, _ pixels: UnsafeMutableBufferPointer<UInt8>, height: Int, sourceWidth: Int,
        taps: Taps, channels: Int
    ) {
        taps.coefficients.withUnsafeBufferPointer { coefficients in
            var at = 0
            for row in 0..<height {
                for column in taps.starts.indices {
                    let first = (row &* sourceWidth &+ taps.starts[column]) &* channels
                    for channel in 0..<channels {
                        var sum: Int32 = 1 << (precision - 1)
                        var position = first &+ channel
                        for tap in 0..<taps.counts[column] {
                            sum &+= Int32(source[position]) &* coefficients[column &* taps.width &+ tap]
                            position &+= channels
                        }
                        pixels[at] = UInt8(clamping: sum >> precision)
                        at &+= 1
                    }
                }
            }
        }
    }

    private static func shrinkOrGrowRows(of image: PixelImage, to height: Int) -> PixelImage {
        let taps = taps(from: image.height, to: height)
        let stride = image.width * image.channels
        return image.pixels.withUnsafeBufferPointer { source in
            PixelImage(height: height, width: image.width, channels: image.channels) { pixels in
                var sums = [Int32](repeating: 0, count: stride)
                sums.withUnsafeMutableBufferPointer { sums in
                    for row in 0..<height {
                        sums.update(repeating: 1 << (precision - 1))
                        for tap in 0..<taps.counts[row] {
                            let coefficient = taps.coefficients[row * taps.width + tap]
                            let line = (taps.starts[row] + tap) * stride
                            for position in 0..<stride { sums[position] &+= Int32(source[line &+ position]) &* coefficient }
                        }
                        for position in 0..<stride {
                            pixels[row &* stride &+ position] = UInt8(clamping: sums[position] >> precision)
                        }
                    }
                }
            }
        }
    }
}
