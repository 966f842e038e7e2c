import Network
import Plan
import Randomness
import TestSupport
import Testing

@testable import Imaging

@Suite struct CanvasTests {
    static let kinds: [any AugmentationKind] = [
        ImageDataGenerator(
            rotationRange: 30, widthShiftRange: 0.1, brightnessRange: [0.5, 1.5], shearRange: 10, zoomRange: [0.8, 1.2],
            channelShiftRange: 20, fillMode: .constant, horizontalFlip: true, verticalFlip: true, rescale: 1 / 255.0),
        ImageDataGenerator(samplewiseCenter: true, samplewiseStdNormalization: true),
        RandomBrightness(factor: 0.3), RandomContrast(factor: 0.4), RandomFlip(mode: .both),
        RandomRotation(degrees: 25), RandomTranslation(height: 0.2, width: 0.3), RandomZoom(range: 0.3),
        Rescale(scale: 1 / 127.5, offset: -1), PreprocessInput(mode: .caffe), PreprocessInput(mode: .tf),
        PreprocessInput(mode: .torch),
    ]

    private func draws(_ number: Int) -> StatelessDraws { StatelessDraws(key: RandomKey(seed: 5).with(number)) }

    @Test func everyKindIsHere() {
        #expect(Set(Self.kinds.map { type(of: $0).kind }) == Set(AugmentationFamily.members.map { $0.kind }))
    }

    /// What the loaders rely on: a grey image in one channel becomes what it would have become in three.
    @Test(arguments: Self.kinds.indices, Semantics.Profile.allCases)
    func greyIsThreeEqualChannels(_ kind: Int, _ profile: Semantics.Profile) throws {
        var random = SeededGenerator(seed: 3)
        let augmentation = try #require(Augmentation(Self.kinds[kind]))
        let augmenter = Augmenter(stack: [augmentation], semantics: Semantics(profile))
        for (height, width) in [(1, 1), (5, 3), (13, 37), (20, 150)] {
            let grey = PixelImage(
                height: height, width: width, channels: 1,
                pixels: (0..<height * width).map { _ in UInt8.random(in: 20...230, using: &random) })
            let colour = PixelImage(height: height, width: width, channels: 3, pixels: grey.pixels.flatMap { [$0, $0, $0] })
            #expect(colour.withoutEqualChannels == grey)
            for number in 0..<4 {
                var (first, second, third) = (draws(number), draws(number), draws(number))
                let expected = augmenter.apply(colour, draws: &first).values
                var values = [Float](repeating: .nan, count: expected.count)
                values.withUnsafeMutableBufferPointer { augmenter.apply(grey, draws: &second, into: $0) }
                if (Self.kinds[kind] as? PreprocessInput)?.needsColour != true {
                    let alone = augmenter.apply(grey, draws: &third).values.flatMap { [$0, $0, $0] }
                    #expect(alone.map(\.bitPattern) == values.map(\.bitPattern))
                }
                // Means over one channel and over three differ in the last bit of a double.
                let isMean = (Self.kinds[kind] as? ImageDataGenerator)?.samplewiseCenter == true
                #expect(zip(values, expected).allSatisfy { isMean ? abs($0 - $1) < 1e-5 : $0.bitPattern == $1.bitPattern })
            }
        }
    }

    /// A canvas that has seen other images gives what a new one gives.
    @Test func aCanvasIsUsedAgain() throws {
        let stack = (Self.kinds.prefix(8) + [PreprocessInput(mode: .torch)]).compactMap { Augmentation($0) }
        let augmenter = Augmenter(stack: stack, semantics: Semantics(.keras224))
        let canvas = Canvas()
        for (number, shape) in [(30, 20, 3), (7, 150, 1), (30, 20, 1), (3, 2, 3), (31, 21, 3)].enumerated() {
            let (height, width, channels) = shape
            let pixels = (0..<height * width * channels).map { UInt8(truncatingIfNeeded: $0 * 7919 >> 3) }
            let image = PixelImage(height: height, width: width, channels: channels, pixels: pixels)
            var (first, second) = (draws(number), draws(number))
            var values = [Float](repeating: .nan, count: pixels.count)
            values.withUnsafeMutableBufferPointer { augmenter.apply(image, draws: &first, on: canvas, into: $0) }
            #expect(values == augmenter.apply(image, draws: &second).values)
        }
    }

    @Test func coloursKeepTheirChannels() {
        let image = PixelImage(height: 1, width: 2, channels: 3, pixels: [9, 9, 9, 9, 9, 8])
        #expect(image.withoutEqualChannels == image)
    }

    /// The extremes and sums of loops in parts, at lengths around the parts.
    @Test(arguments: [1, 7, 8, 31, 32, 33, 100]) func overAllSamples(_ width: Int) throws {
        var random = SeededGenerator(seed: UInt64(width))
        let pixels = (0..<width).map { _ in UInt8.random(in: 0...255, using: &random) }
        let canvas = Canvas()
        let largestPixel = try #require(pixels.max())
        let smallestPixel = try #require(pixels.min())
        pixels.withUnsafeBufferPointer { buffer in
            canvas.put(buffer, height: 1, width: width, planes: 1, channels: 1)
            let (smallest, largest) = canvas.extremes
            #expect(smallest == Float(smallestPixel) && largest == Float(largestPixel))
            SamplewiseStandardization(center: true, deviation: false)?.apply(to: canvas)
            let mean = Double(pixels.reduce(0) { $0 + Int($1) }) / Double(width)
            #expect(Array(canvas.values) == pixels.map { Float($0) - Float(mean) })
        }
    }
}
