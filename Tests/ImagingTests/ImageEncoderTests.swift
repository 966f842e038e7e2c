import Imaging
import Testing

@Suite struct ImageEncoderTests {
    @Test(arguments: [1, 3]) func whatIsWrittenIsRead(_ channels: Int) throws {
        let image = try ImageFixtures.pixels("resampling/source_\(channels).npy")
        let bytes = try ImageEncoder.png(image)
        #expect(try ImageDecoder.decode(bytes, colorMode: channels == 1 ? .grayscale : .rgb).image == image)
        #expect(try ImageEncoder.png(image) == bytes)
    }

    @Test func otherChannelsAreRefused() {
        let image = PixelImage(height: 1, width: 2, channels: 2, pixels: [1, 2, 3, 4])
        #expect(throws: ImageError.self) { try ImageEncoder.png(image) }
    }
}
