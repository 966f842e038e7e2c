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
}
