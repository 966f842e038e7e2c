import Network
import Plan
import Randomness
import TestSupport
import Testing

@testable import Imaging

/// Against keras-preprocessing 1.1.0 and Keras 3.15.1: see `Tests/Fixtures/imaging/generator/make_generator.py`.
@Suite struct ImageDataGeneratorTests {
    /// Three images one after the other from one legacy stream, under both eras.
    @Test(arguments: Semantics.Profile.allCases, GeneratorCase.all)
    func imagesAreThoseOfKeras(_ profile: Semantics.Profile, _ entry: GeneratorCase) throws {
        let expected = try #require(GeneratorCase.images[profile]?[entry.name])
        let input = try ImageFixtures.pixels("generator/\(entry.input).npy")
        let augmentation = try #require(Augmentation(entry.generator))
        let augmenter = Augmenter(stack: [augmentation], semantics: Semantics(profile))
        var state = LegacyRandomState(seed: entry.seed)
        let images = (0..<3).map { _ in augmenter.apply(input, draws: &state) }
        let values = images.flatMap(\.values)
        #expect(values.count == expected.count)
        // Resampling, clipping, brightness and rescaling agree to the bit; sums of whole images to rounding.
        let tolerance: Float =
            entry.generator.samplewiseCenter || entry.generator.samplewiseStdNormalization ? 2e-6 : 0
        let scale = expected.reduce(1) { max($0, abs($1)) }
        let worst = zip(values, expected).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(worst <= tolerance * scale)
    }

    struct Golden: Decodable {
        var affine: [[Float]]
        var brightness07: [Float]
        var brightness1: [Float]
        enum CodingKeys: String, CodingKey {
            case affine
            case brightness07 = "brightness_0.7"
            case brightness1 = "brightness_1.0"
        }
    }

    /// theta = 10 degrees, zooms 0.9 and 1.1 on 10 (4 i + j).
    @Test(arguments: Semantics.Profile.allCases) func goldenAffine(_ profile: Semantics.Profile) throws {
        let golden = try ImageFixtures.json(Golden.self, "generator/golden-\(profile.rawValue).json")
        let generator = ImageDataGenerator(rotationRange: 20, zoomRange: [0.9, 1.1])
        var draws = ScriptedDraws([0.75, 0, 1])
        let image = PixelImage(height: 4, width: 4, channels: 1, pixels: (0..<16).map { 10 * $0 })
        let augmenter = Augmenter(stack: [try #require(Augmentation(generator))], semantics: Semantics(profile))
        let values = augmenter.apply(image, draws: &draws).values
        #expect(values == golden.affine.flatMap { $0 })
        let first: Float = profile == .keras224 ? 30.4686 : 4.5703
        #expect(abs(values[0] - first) < 1e-4)
    }

    @Test(arguments: Semantics.Profile.allCases) func goldenBrightness(_ profile: Semantics.Profile) throws {
        let golden = try ImageFixtures.json(Golden.self, "generator/golden-\(profile.rawValue).json")
        let image = PixelImage(height: 1, width: 4, channels: 1, pixels: [0, 10, 90, 200])
        for (factor, expected) in [(0.7, golden.brightness07), (1.0, golden.brightness1)] {
            let generator = ImageDataGenerator(brightnessRange: [factor, factor])
            let augmenter = Augmenter(stack: [try #require(Augmentation(generator))], semantics: Semantics(profile))
            var draws = ScriptedDraws([])
            #expect(augmenter.apply(image, draws: &draws).values == expected)
        }
        #expect(golden.brightness07 == (profile == .keras224 ? [0, 8, 79, 178] : [0, 7, 63, 140]))
    }

    /// The two switches of the semantics act by themselves, whatever the profile.
    @Test func switchesAreTurnedOneByOne() throws {
        let entry = try #require(GeneratorCase.all.first { $0.name == "brightness_wide" })
        let expected = try #require(GeneratorCase.images[.keras3]?[entry.name])
        var semantics = Semantics(.keras224)
        semantics.brightnessStretch = .none
        let augmenter = Augmenter(stack: [try #require(Augmentation(entry.generator))], semantics: semantics)
        let input = try ImageFixtures.pixels("generator/\(entry.input).npy")
        var state = LegacyRandomState(seed: entry.seed)
        #expect((0..<3).flatMap { _ in augmenter.apply(input, draws: &state).values } == expected)
    }
}
