import Network
import Plan
import Randomness
import TestSupport
import Testing

@testable import Imaging

/// Against `get_random_transform` of both eras: see `Tests/Fixtures/imaging/generator/make_generator.py`.
@Suite struct GeneratorDrawsTests {
    private func expect(_ drawn: GeneratorDraws, _ expected: [String: Double?], _ name: String) {
        func value(_ key: String) -> Double? { expected[key] ?? nil }
        #expect(drawn.theta == value("theta"), "\(name)")
        #expect(drawn.tx == value("tx"), "\(name)")
        #expect(drawn.ty == value("ty"), "\(name)")
        #expect(drawn.shear == value("shear"), "\(name)")
        #expect(drawn.zx == value("zx"), "\(name)")
        #expect(drawn.zy == value("zy"), "\(name)")
        #expect((drawn.flipHorizontal ? 1 : 0) == value("flip_horizontal"), "\(name)")
        #expect((drawn.flipVertical ? 1 : 0) == value("flip_vertical"), "\(name)")
        #expect(drawn.channelShift == value("channel_shift_intensity"), "\(name)")
        #expect(drawn.brightness == value("brightness"), "\(name)")
    }

    /// The same numbers to the last bit, and the same number of them.
    @Test(arguments: Semantics.Profile.allCases) func drawsAreThoseOfKeras(_ profile: Semantics.Profile) throws {
        let recorded = try GeneratorCase.drawn(profile)
        #expect(GeneratorCase.all.count > 35)
        for entry in GeneratorCase.all {
            let input = try ImageFixtures.pixels("generator/\(entry.input).npy")
            let expected = try #require(recorded[entry.name])
            var state = LegacyRandomState(seed: entry.seed)
            for parameters in expected.dropLast() {
                let drawn = GeneratorDraws(entry.generator, height: input.height, width: input.width, draws: &state)
                expect(drawn, parameters, entry.name)
            }
            #expect(state.random() == expected.last?["next"] ?? nil, "\(entry.name)")
        }
    }

    /// The notebook's second generator, seed 42, 150 x 150.
    @Test func goldenVectors() throws {
        struct Golden: Decodable { var notebook: [[String: Double]] }
        let golden = try ImageFixtures.json(Golden.self, "generator/golden-keras-2.2.4.json").notebook
        let notebook = try #require(GeneratorCase.all.first { $0.name == "notebook_wide" }).generator
        var state = LegacyRandomState(seed: 42)
        let first = GeneratorDraws(notebook, height: 150, width: 150, draws: &state)
        #expect(abs(first.theta - -7.527593) < 1e-6 && abs((first.brightness ?? 0) - 1.366176) < 1e-6)
        expect(first, golden[0], "image 0")
        for image in 1..<3 {
            expect(GeneratorDraws(notebook, height: 150, width: 150, draws: &state), golden[image], "image \(image)")
        }
    }

    @Test func rangesNobodyShouldWriteDoNotTrap() {
        for range in [Double.infinity, 1e300, -3, .nan, 4e9] {
            let generator = ImageDataGenerator(
                rotationRange: range, widthShiftRange: range, heightShiftRange: range, brightnessRange: [range],
                shearRange: range,
                zoomRange: [range, 1], channelShiftRange: range)
            for fill in FillMode.allCases {
                var filled = generator
                filled.fillMode = fill
                let augmenter = OneOf<AugmentationFamily>(filled).map { Augmenter(stack: [$0], semantics: Semantics(.keras224)) }
                var draws = StatelessDraws(key: RandomKey(seed: 1))
                let image = PixelImage(height: 3, width: 4, channels: 1, pixels: Array(0..<12))
                #expect(augmenter?.apply(image, draws: &draws).values.count == 12)
            }
        }
    }
}
