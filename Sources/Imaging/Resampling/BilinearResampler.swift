import CPixels

/// Pillow's BILINEAR: a triangle filter that widens where the image shrinks, in fixed point; columns first, then rows.
enum BilinearResampler {
    /// Bits after the point of a coefficient: 32 less 8 of the sample and 2 to spare.
    private static let precision: Int32 = 22

    /// What target positions are made of: each of the first `counts[i]` coefficients from `i * width` belongs to a source position
    /// from `starts[i]` on.
    struct Taps {
        var width = 0
        var starts: [Int32] = []
        var counts: [Int32] = []
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
            taps.starts.append(Int32(clamping: start))
            taps.counts.append(Int32(clamping: weights.count))
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
        let from = image.width * image.channels
        let to = width * image.channels
        return image.pixels.withUnsafeBufferPointer { source in
            PixelImage(height: image.height, width: width, channels: image.channels) { pixels in
                guard let source = source.baseAddress, let target = pixels.baseAddress else { return }
                let resize = image.channels == 1 ? cpixels_resize_columns_grey : cpixels_resize_columns_colour
                for row in 0..<image.height {
                    resize(
                        source + row * from, target + row * to, width, taps.starts, taps.counts, taps.coefficients, taps.width,
                        precision)
                }
            }
        }
    }

    private static func shrinkOrGrowRows(of image: PixelImage, to height: Int) -> PixelImage {
        let taps = taps(from: image.height, to: height)
        let stride = image.width * image.channels
        return image.pixels.withUnsafeBufferPointer { source in
            PixelImage(height: height, width: image.width, channels: image.channels) { pixels in
                guard let source = source.baseAddress, let target = pixels.baseAddress else { return }
                var sums = [Int32](repeating: 0, count: stride)
                taps.coefficients.withUnsafeBufferPointer { coefficients in
                    guard let coefficients = coefficients.baseAddress else { return }
                    for row in 0..<height {
                        cpixels_resize_rows(
                            source + Int(taps.starts[row]) * stride, stride, target + row * stride, &sums, stride,
                            Int(taps.counts[row]), coefficients + row * taps.width, precision)
                    }
                }
            }
        }
    }
}
