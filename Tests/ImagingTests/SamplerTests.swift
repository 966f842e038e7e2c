import Network
import Plan
import TestSupport
import Testing

@testable import Imaging

/// Both samplers against one pixel after the other, at widths around the blocks and vectors of the loops, with coordinates from anywhere.
/// Keras, SciPy and TensorFlow themselves are asked in `ImageDataGeneratorTests` and the tests of the layers, at small sizes.
@Suite struct SamplerTests {
    static let sizes = [(1, 1), (1, 5), (4, 1), (3, 127), (2, 128), (3, 129), (9, 300), (40, 33)]
    /// The largest shift of the coordinates: within the image, far outside, and beyond what can be reduced.
    static let reaches = [0.4, 3, 1e5, 1e300]

    private func image(_ height: Int, _ width: Int, _ random: inout SeededGenerator) -> PixelImage {
        PixelImage(
            height: height, width: width, channels: 3,
            pixels: (0..<height * width * 3).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    private func sampled(_ image: PixelImage, after: (Canvas) -> Void) -> [Float] {
        let canvas = Canvas()
        return image.pixels.withUnsafeBufferPointer { pixels in
            canvas.put(pixels, height: image.height, width: image.width, planes: image.channels, channels: image.channels)
            after(canvas)
            return [Float](unsafeUninitializedCapacity: pixels.count) { output, count in
                canvas.take(into: UnsafeMutableBufferPointer(rebasing: output[..<pixels.count]))
                count = pixels.count
            }
        }
    }

    @Test(arguments: sizes, FillMode.allCases) func splinesAreThoseOfScalars(_ size: (Int, Int), _ mode: FillMode) {
        var random = SeededGenerator(seed: 7)
        for reach in Self.reaches {
            let image = image(size.0, size.1, &random)
            func number() -> Double { Double.random(in: -1.2...1.2, using: &random) }
            guard
                var transform = AffineTransform(
                    scripted(theta: 30), height: size.0, width: size.1, geometry: .rowsFirst)
            else { return }
            (transform.rowFromRow, transform.rowFromColumn) = (number(), number())
            (transform.columnFromRow, transform.columnFromColumn) = (number(), number())
            (transform.rowOffset, transform.columnOffset) = (number() * reach, number() * reach * Double(size.1))
            let got = sampled(image) { SplineSampler(transform: transform, fillMode: mode, fillValue: 7.5).apply(to: $0) }
            var expected: [Float] = []
            for row in 0..<size.0 {
                for column in 0..<size.1 {
                    let y = Double(row) * transform.rowFromRow + Double(column) * transform.rowFromColumn + transform.rowOffset
                    let x =
                        Double(row) * transform.columnFromRow + Double(column) * transform.columnFromColumn
                        + transform.columnOffset
                    for channel in 0..<3 { expected.append(spline(image, y, x, channel, mode)) }
                }
            }
            #expect(got.map(\.bitPattern) == expected.map(\.bitPattern))
        }
    }

    @Test(arguments: sizes, FillMode.allCases) func projectionsAreThoseOfScalars(_ size: (Int, Int), _ mode: FillMode) {
        var random = SeededGenerator(seed: 8)
        for reach in Self.reaches {
            let image = image(size.0, size.1, &random)
            func number() -> Float { Float.random(in: -1.2...1.2, using: &random) }
            let scale = Float(min(reach, 1e38))
            let sampler = ProjectiveSampler(
                xFromX: number(), xFromY: number(), xOffset: number() * scale, yFromX: number(), yFromY: number(),
                yOffset: number() * scale, fillMode: mode, fillValue: 7.5)
            let got = sampled(image) { sampler.apply(to: $0) }
            var expected: [Float] = []
            for row in 0..<size.0 {
                for column in 0..<size.1 {
                    let x = sampler.xFromX * Float(column) + sampler.xFromY * Float(row) + sampler.xOffset
                    let y = sampler.yFromX * Float(column) + sampler.yFromY * Float(row) + sampler.yOffset
                    for channel in 0..<3 { expected.append(projected(image, y, x, channel, mode)) }
                }
            }
            #expect(got.map(\.bitPattern) == expected.map(\.bitPattern))
        }
    }

    private func scripted(theta: Double) -> GeneratorDraws {
        var draws = ScriptedDraws([1, 0, 0])
        return GeneratorDraws(ImageDataGenerator(rotationRange: theta), height: 2, width: 2, draws: &draws)
    }

    // MARK: SciPy's rules, a pixel at a time

    private func spline(_ image: PixelImage, _ y: Double, _ x: Double, _ channel: Int, _ mode: FillMode) -> Float {
        guard let row = splineTaps(y, image.height, mode), let column = splineTaps(x, image.width, mode) else { return 7.5 }
        func value(_ row: Int, _ column: Int) -> Double { Double(image.pixels[(row * image.width + column) * 3 + channel]) }
        var sum = value(row.first, column.first) * row.weight * column.weight
        sum += value(row.first, column.second) * row.weight * (1 - column.weight)
        sum += value(row.second, column.first) * (1 - row.weight) * column.weight
        sum += value(row.second, column.second) * (1 - row.weight) * (1 - column.weight)
        return Float(sum)
    }

    private func splineTaps(_ coordinate: Double, _ extent: Int, _ mode: FillMode) -> (first: Int, second: Int, weight: Double)? {
        var inside = coordinate
        if !(coordinate >= 0 && coordinate <= Double(extent - 1)) {
            let count = Double(extent)
            switch mode {
            case .constant: return nil
            case .nearest: inside = coordinate > 0 ? count - 1 : 0
            case .wrap:
                let period = count - 1
                if coordinate < 0 {
                    inside += period * (Double((-coordinate / period).rounded(.towardZero)) + 1)
                } else {
                    inside -= period * (coordinate / period).rounded(.towardZero)
                }
            case .reflect:
                if coordinate < 0 {
                    if coordinate < -2 * count { inside += 2 * count * (-coordinate / (2 * count)).rounded(.towardZero) }
                    inside = inside < -count ? inside + 2 * count : (inside > -1e-15 ? 1e-15 : -inside) - 1
                } else {
                    inside -= 2 * count * (coordinate / (2 * count)).rounded(.towardZero)
                    if inside >= count { inside = 2 * count - inside - 1 }
                }
            }
            if extent == 1 || !(inside >= -1 && inside <= count) { inside = 0 }
        }
        let floor = Int(inside.rounded(.down))
        return (max(floor, 0), min(floor + 1, extent - 1), 1 - (inside - Double(floor)))
    }

    // MARK: TensorFlow's rules, a pixel at a time

    private func projected(_ image: PixelImage, _ y: Float, _ x: Float, _ channel: Int, _ mode: FillMode) -> Float {
        let (row, top, bottom) = projectedTaps(y, image.height, mode)
        let (column, left, right) = projectedTaps(x, image.width, mode)
        func value(_ row: Int, _ column: Int) -> Float {
            guard (0..<image.height).contains(row), (0..<image.width).contains(column) else { return 7.5 }
            return Float(image.pixels[(row * image.width + column) * 3 + channel])
        }
        let upper = left * value(row, column) + right * value(row, column + 1)
        let lower = left * value(row + 1, column) + right * value(row + 1, column + 1)
        return top * upper + bottom * lower
    }

    private func projectedTaps(_ coordinate: Float, _ extent: Int, _ mode: FillMode) -> (Int, Float, Float) {
        var inside = coordinate
        let count = Float(extent)
        if !(coordinate >= 0 && coordinate <= count - 1) {
            switch mode {
            case .constant: inside = coordinate > -2 ? min(coordinate, count + 1) : -2
            case .nearest: inside = coordinate > 0 ? count - 1 : 0
            case .wrap where extent > 1:
                let turns = (abs(coordinate) / (count - 1)).rounded(.towardZero)
                inside = coordinate < 0 ? coordinate + count * (turns + 1) : coordinate - count * turns
            case .wrap: inside = 0
            case .reflect:
                let turns = (abs(coordinate) / (2 * count)).rounded(.towardZero)
                if coordinate < 0 {
                    inside = coordinate + 2 * count * turns
                    inside = inside < -count ? inside + 2 * count : -inside - 1
                } else {
                    inside = coordinate - 2 * count * turns
                    if inside >= count { inside = 2 * count - inside - 1 }
                }
            }
            if mode != .constant { inside = inside > 0 ? min(inside, count - 1) : 0 }
        }
        let floor = inside.rounded(.down)
        return (Int(floor), floor + 1 - inside, inside - floor)
    }
}
