import Imaging
import Randomness
import Testing

/// Broken files: every mutation ends in an image or an error, never in a trap, a hang or unbounded memory.
@Suite struct ImageDecoderFuzzTests {
    static let files = [
        "rgb_420.jpg", "rgb_progressive.jpg", "rgb_restart.jpg", "cmyk.jpg", "grey.jpg", "rgb_interlaced.png", "palette_4.png",
        "palette_too_short.png", "grey_16_interlaced.png", "rgba_16.png", "grey_1.png",
    ]

    @Test(arguments: files) func mutations(_ file: String) throws {
        let original = try ImageFixtures.bytes("decoding/\(file)")
        var refused = 0
        for round in 0..<60 {
            var draws = StatelessDraws(key: RandomKey(seed: 77).with(file).with(round))
            var bytes = original
            for _ in 0...draws.below(6) {
                let place = draws.below(bytes.count)
                switch draws.below(4) {
                case 0: bytes[place] = UInt8(draws.below(256))
                case 1: bytes[place] ^= 1 << UInt8(draws.below(8))
                case 2: bytes.removeSubrange(place..<min(place + draws.below(20), bytes.count))
                default: bytes.insert(contentsOf: [UInt8](repeating: 0xff, count: draws.below(5)), at: place)
                }
                if bytes.isEmpty { break }
            }
            do throws(ImageError) {
                let image = try ImageDecoder.decode(bytes, colorMode: round % 2 == 0 ? .rgb : .grayscale).image
                #expect(image.pixels.count == image.height * image.width * image.channels)
            } catch {
                refused += 1
                #expect(!error.message.isEmpty)
            }
        }
        #expect(refused > 20)
    }
}
