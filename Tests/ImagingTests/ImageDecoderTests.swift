import Imaging
import TestSupport
import Testing

/// Against Pillow: see `Tests/Fixtures/imaging/decoding/make_decoding.py`.
@Suite struct ImageDecoderTests {
    static let files = ImageFixtures.names(in: "decoding").filter { $0.hasSuffix(".png") || $0.hasSuffix(".jpg") }

    @Test func thereAreFixtures() { #expect(Self.files.count == 40) }

    @Test func theLibrariesHaveNames() {
        let name = /TurboJPEG libturbojpeg\S* \d+ \d+, libpng 1\.\d+\.\d+/
        #expect(ImageDecoder.libraries.wholeMatch(of: name) != nil, "\(ImageDecoder.libraries)")
    }

    @Test(arguments: files) func pixelsAreThoseOfPillow(_ file: String) throws {
        let bytes = try ImageFixtures.bytes("decoding/\(file)")
        let grey = try ImageDecoder.decode(bytes, colorMode: .grayscale)
        #expect(grey.image == (try ImageFixtures.pixels("decoding/\(file).grey.npy")))
        let rgb = try ImageDecoder.decode(bytes, colorMode: .rgb)
        if file == "grey_16.png" {
            #expect(rgb.image.pixels == grey.image.pixels.flatMap { [$0, $0, $0] })
        } else {
            #expect(rgb.image == (try ImageFixtures.pixels("decoding/\(file).rgb.npy")))
        }
        #expect(rgb.remarks == (file.hasPrefix("grey_16") ? [.scaledFrom16Bit] : []))
        #expect(grey.remarks == rgb.remarks)
        // One channel where one is stored, and no other pixels than without.
        let kept = try ImageDecoder.decode(bytes, colorMode: .rgb, keepsGrey: true).image
        let widened = kept.channels == 1 ? kept.pixels.flatMap { [$0, $0, $0] } : kept.pixels
        #expect(widened == rgb.image.pixels)
    }

    /// Real radiographs decode without a warning; their pixels are compared with nothing here.
    @Test(.enabled(if: Fixtures.realData != nil, "no real radiographs on this machine"))
    func realRadiographsDecode() throws {
        let root = try #require(Fixtures.realData)
        for folder in ["val/NORMAL", "val/PNEUMONIA"] {
            let url = root.appendingPathComponent("chest_xray/\(folder)")
            for name in try ImageFixtures.list(url) {
                let bytes = try ImageFixtures.read(url.appendingPathComponent(name))
                let image = try ImageDecoder.decode(bytes, colorMode: .rgb).image
                #expect(image.height > 100 && image.width > 100)
            }
        }
    }
}
