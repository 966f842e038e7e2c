import Plan
import TestSupport
import Testing

@testable import Imaging

/// Against Pillow: see `Tests/Fixtures/imaging/resampling/make_resampling.py`.
@Suite struct ResamplerTests {
    static let files = ImageFixtures.names(in: "resampling").filter { $0.hasPrefix("nearest_1x") || $0.hasPrefix("nearest_3x") }
        .map { String($0.dropFirst("nearest_".count)) }

    @Test func thereAreFixtures() { #expect(Self.files.count == 16) }

    @Test(arguments: files, [DatasetPlan.Interpolation.nearest, .bilinear])
    func pixelsAreThoseOfPillow(_ file: String, _ interpolation: DatasetPlan.Interpolation) throws {
        let expected = try ImageFixtures.pixels("resampling/\(interpolation.rawValue)_\(file)")
        let source = try ImageFixtures.pixels("resampling/source_\(expected.channels).npy")
        let resized = Resampler.resize(source, height: expected.height, width: expected.width, interpolation: interpolation)
        #expect(resized == expected)
    }

    @Test func positionsOfNearestAreThoseOfPillow() throws {
        struct Pair: Decodable {
            var source: Int
            var target: Int
            var positions: [Int]
            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                source = try list.decode(Int.self)
                target = try list.decode(Int.self)
                positions = try list.decode([Int].self)
            }
        }
        let pairs = try ImageFixtures.json([Pair].self, "resampling/nearest_positions.json")
        #expect(pairs.count > 40)
        for pair in pairs {
            #expect(NearestResampler.positions(from: pair.source, to: pair.target) == pair.positions)
        }
    }

    @Test func anImageOfTheSizeIsLeftAlone() throws {
        let source = try ImageFixtures.pixels("resampling/source_3.npy")
        #expect(Resampler.resize(source, height: source.height, width: source.width, interpolation: .bilinear) == source)
    }

    /// Beyond the sizes of the fixtures, and at odd ones: the sums, one after the other.
    @Test(arguments: [1, 3], [(40, 700, 31, 150), (300, 9, 77, 64), (5, 6, 33, 131)])
    func bilinearIsThatOfSingleSums(_ channels: Int, _ sizes: (Int, Int, Int, Int)) {
        let (height, width, newHeight, newWidth) = sizes
        var random = SeededGenerator(seed: 11)
        let pixels = (0..<height * width * channels).map { _ in UInt8.random(in: 0...255, using: &random) }
        func resized(_ values: [UInt8], _ taps: BilinearResampler.Taps, _ position: (Int, Int) -> Int) -> [UInt8] {
            taps.starts.indices.map { target in
                var sum = 1 << 21
                for tap in 0..<Int(taps.counts[target]) {
                    let value = values[position(target, Int(taps.starts[target]) + tap)]
                    sum += Int(value) * Int(taps.coefficients[target * taps.width + tap])
                }
                return UInt8(clamping: sum >> 22)
            }
        }
        let across = BilinearResampler.taps(from: width, to: newWidth)
        let down = BilinearResampler.taps(from: height, to: newHeight)
        var middle = [UInt8](repeating: 0, count: height * newWidth * channels)
        for row in 0..<height {
            for channel in 0..<channels {
                let line = resized(pixels, across) { (row * width + $1) * channels + channel }
                for column in 0..<newWidth { middle[(row * newWidth + column) * channels + channel] = line[column] }
            }
        }
        var expected = [UInt8](repeating: 0, count: newHeight * newWidth * channels)
        for place in 0..<newWidth * channels {
            let column = resized(middle, down) { $1 * newWidth * channels + place }
            for row in 0..<newHeight { expected[row * newWidth * channels + place] = column[row] }
        }
        let image = PixelImage(height: height, width: width, channels: channels, pixels: pixels)
        #expect(BilinearResampler.resize(image, height: newHeight, width: newWidth).pixels == expected)
    }
}
