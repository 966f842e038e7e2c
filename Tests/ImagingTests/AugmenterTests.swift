import Imaging
import Network
import Plan
import Randomness
import Testing

@testable import Imaging

@Suite struct AugmenterTests {
    private let image = PixelImage(height: 2, width: 3, channels: 3, pixels: (0..<18).map { $0 * 14 })
    private let semantics = Semantics(.keras3)

    private func stack(_ kinds: [any AugmentationKind]) -> Augmenter {
        Augmenter(stack: kinds.compactMap { Augmentation($0) }, semantics: semantics)
    }

    /// A kind of the plan that nothing here can do would be passed over in silence.
    @Test func everyKindOfThePlanCanBeDone() {
        for kind in AugmentationFamily.members { #expect(kind is any ImageOperation.Type, "\(kind.kind)") }
    }

    @Test func anEmptyStackGivesThePixels() {
        var draws = ScriptedDraws([])
        let result = stack([]).apply(image, draws: &draws)
        #expect(result.values == image.pixels.map { Float($0) })
        #expect(draws.taken == 0)
        #expect(!stack([]).isRandom)
    }

    @Test func augmentationsRunInTheOrderWritten() {
        var draws = ScriptedDraws([])
        let scale = Rescale(scale: 2)
        let shift = Rescale(scale: 1, offset: 5)
        let first = stack([scale, shift]).apply(image, draws: &draws).values
        let second = stack([shift, scale]).apply(image, draws: &draws).values
        #expect(first == image.pixels.map { Float($0) * 2 + 5 })
        #expect(second == image.pixels.map { (Float($0) + 5) * 2 })
    }

    @Test func resamplingMayFollowResampling() {
        // A move to the right by one column, twice.
        let move = RandomTranslation(height: 0, width: 1.0 / 3, fillMode: .constant)
        var draws = ScriptedDraws([0.5, 1, 0.5, 1])
        let values = stack([move, move]).apply(image, draws: &draws).values
        let expected: [Float] = [0, 0, 0, 0, 0, 0, 0, 14, 28, 0, 0, 0, 0, 0, 0, 126, 140, 154]
        #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-3 })
    }

    @Test func itWritesIntoASliceOfABatch() {
        let augmenter = stack([Rescale(scale: 1 / 255.0)])
        var batch = [Float](repeating: -1, count: 60)
        var draws = StatelessDraws(key: RandomKey(seed: 3))
        batch.withUnsafeMutableBufferPointer { batch in
            augmenter.apply(image, draws: &draws, into: UnsafeMutableBufferPointer(rebasing: batch[20..<38]))
        }
        #expect(Array(batch[20..<38]) == image.pixels.map { Float($0) * Float(1 / 255.0) })
        #expect(batch[..<20].allSatisfy { $0 == -1 } && batch[38...].allSatisfy { $0 == -1 })
    }

    @Test func equalDrawsGiveEqualImages() {
        let generator = ImageDataGenerator(
            rotationRange: 30, brightnessRange: [0.5, 1.5], zoomRange: [0.8, 1.2], horizontalFlip: true, rescale: 1 / 255.0)
        let augmenter = stack([generator, RandomContrast(factor: 0.3)])
        #expect(augmenter.isRandom)
        let key = RandomKey(seed: 8).with("augment")
        var first = StatelessDraws(key: key)
        var again = StatelessDraws(key: key)
        var other = StatelessDraws(key: key.with(1))
        #expect(augmenter.apply(image, draws: &first) == augmenter.apply(image, draws: &again))
        #expect(augmenter.apply(image, draws: &other) != augmenter.apply(image, draws: &again))
    }
}
