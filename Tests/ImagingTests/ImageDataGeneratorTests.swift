import Network
import Plan
import Randomness
import TestSupport
import Testing

@testable import Imaging

/// Against keras-preprocessing 1.1.0 and 1.1.2, tf.keras 2.15 and Keras 3.15.1: see `Tests/Fixtures/imaging/generator/make_generator.py`.
@Suite struct ImageDataGeneratorTests {
    /// Three images one after the other from one legacy stream, under each era.
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
        let golden = try ImageFixtures.json(Golden.self, "generator/golden-\(GeneratorCase.files(of: profile)).json")
        let generator = ImageDataGenerator(rotationRange: 20, zoomRange: [0.9, 1.1])
        var draws = ScriptedDraws([0.75, 0, 1])
        let image = PixelImage(height: 4, width: 4, channels: 1, pixels: (0..<16).map { 10 * $0 })
        let augmenter = Augmenter(stack: [try #require(Augmentation(generator))], semantics: Semantics(profile))
        let values = augmenter.apply(image, draws: &draws).values
        #expect(values == golden.affine.flatMap { $0 })
        let first: Float = [.keras224, .keras23].contains(profile) ? 30.4686 : 4.5703
        #expect(abs(values[0] - first) < 1e-4)
    }

    @Test(arguments: Semantics.Profile.allCases) func goldenBrightness(_ profile: Semantics.Profile) throws {
        let golden = try ImageFixtures.json(Golden.self, "generator/golden-\(GeneratorCase.files(of: profile)).json")
        let image = PixelImage(height: 1, width: 4, channels: 1, pixels: [0, 10, 90, 200])
        for (factor, expected) in [(0.7, golden.brightness07), (1.0, golden.brightness1)] {
            let generator = ImageDataGenerator(brightnessRange: [factor, factor])
            let augmenter = Augmenter(stack: [try #require(Augmentation(generator))], semantics: Semantics(profile))
            var draws = ScriptedDraws([])
            #expect(augmenter.apply(image, draws: &draws).values == expected)
        }
        // 0 and 200: the smallest is 0 already, so that both stretches agree.
        #expect(golden.brightness07 == ([.keras224, .keras23].contains(profile) ? [0, 8, 79, 178] : [0, 7, 63, 140]))
    }

    /// The two switches of the semantics act by themselves, whatever the profile: one era's with another's switch gives what that gave.
    @Test(arguments: [
        ("brightness_wide", Semantics.BrightnessStretch.none, Semantics.Profile.keras3), ("brightness_wide", .toRange, .keras23),
        ("brightness_wide", .toMaximum, .keras224),
    ]) func stretchesAreTurnedAlone(_ name: String, _ stretch: Semantics.BrightnessStretch, _ like: Semantics.Profile) throws {
        for profile in Semantics.Profile.allCases {
            try expectTurned(name, profile, like) { $0.brightnessStretch = stretch }
        }
    }

    @Test(arguments: [
        ("rotation_wide", Semantics.GeneratorGeometry.rowsFirst, Semantics.Profile.keras224),
        ("rotation_wide", .columnsFirst, .keras3),
    ]) func geometriesAreTurnedAlone(_ name: String, _ geometry: Semantics.GeneratorGeometry, _ like: Semantics.Profile) throws {
        for profile in Semantics.Profile.allCases {
            try expectTurned(name, profile, like) { $0.generatorGeometry = geometry }
        }
    }

    private func expectTurned(
        _ name: String, _ profile: Semantics.Profile, _ like: Semantics.Profile, _ turn: (inout Semantics) -> Void
    ) throws {
        let entry = try #require(GeneratorCase.all.first { $0.name == name })
        let expected = try #require(GeneratorCase.images[like]?[entry.name])
        var semantics = Semantics(profile)
        turn(&semantics)
        let augmenter = Augmenter(stack: [try #require(Augmentation(entry.generator))], semantics: semantics)
        let input = try ImageFixtures.pixels("generator/\(entry.input).npy")
        var state = LegacyRandomState(seed: entry.seed)
        #expect((0..<3).flatMap { _ in augmenter.apply(input, draws: &state).values } == expected)
    }
}
