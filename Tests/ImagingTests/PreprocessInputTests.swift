import Network
import Plan
import Testing

@testable import Imaging

@Suite struct PreprocessInputTests {
    static let cases = LayerCase.all("preprocess_input")

    @Test func thereAreFixtures() {
        #expect(Self.cases.map(\.name) == ["preprocess_caffe", "preprocess_tf", "preprocess_torch"])
    }

    /// The same operations in single precision: the same bits.
    @Test(arguments: cases) func imagesAreThoseOfKeras(_ entry: LayerCase) throws { try entry.check(tolerance: 0) }

    /// Features that a frozen part computes of its images may be kept.
    @Test(arguments: PreprocessInput.Mode.allCases) func nothingIsDrawn(_ mode: PreprocessInput.Mode) throws {
        let stack = [try #require(Augmentation(PreprocessInput(mode: mode)))]
        #expect(!Augmenter(stack: stack, semantics: Semantics(.keras3)).isRandom)
    }

    /// What comes before has one plane of a grey image, what comes after three.
    @Test func amongOthers() throws {
        let kinds: [any AugmentationKind] = [
            Rescale(scale: 2), PreprocessInput(mode: .caffe), RandomFlip(mode: .horizontal), Rescale(scale: 1, offset: 1),
        ]
        let augmenter = Augmenter(stack: kinds.compactMap { Augmentation($0) }, semantics: Semantics(.keras3))
        let grey = PixelImage(height: 1, width: 2, channels: 1, pixels: [10, 20])
        var values = [Float](repeating: .nan, count: 6)
        var draws = ScriptedDraws([0.1])
        values.withUnsafeMutableBufferPointer { augmenter.apply(grey, draws: &draws, into: $0) }
        let means: [Float] = [103.939, 116.779, 123.68]
        #expect(values == means.map { 40 - $0 + 1 } + means.map { 20 - $0 + 1 })
    }
}
