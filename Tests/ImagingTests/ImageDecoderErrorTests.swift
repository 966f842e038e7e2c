import Imaging
import Testing

@Suite struct ImageDecoderErrorTests {
    private func failure(_ bytes: [UInt8]) -> ImageError? {
        do throws(ImageError) {
            _ = try ImageDecoder.decode(bytes, colorMode: .rgb)
            return nil
        } catch {
            #expect(!error.message.isEmpty && !error.remedy.isEmpty)
            return error
        }
    }

    @Test func noBytes() { #expect(failure([]) == .empty) }

    @Test(arguments: [
        ("GIF89a......", "a GIF image"), ("BM", "a BMP image"), ("II*\u{0}....", "a TIFF image"),
        ("MM\u{0}*....", "a TIFF image"),
        ("RIFF1234WEBPVP8 ", "a WebP image"), ("%PDF-1.4", "a PDF document"), ("  <!DOCTYPE HTML><html>", "a web page"),
        ("<html lang=en>", "a web page"), ("<?xml version='1.0'?>", "an XML file"), ("<svg xmlns=''>", "an SVG drawing"),
        ("version https://git-lfs.github.com/spec/v1", "a pointer of Git LFS"), ("PK\u{3}\u{4}", "a zip archive"),
        ("P5 3 3 255 ", "a PNM image"), ("a,b,c\n1,2,3\n", "a text file"), ("\u{0}\u{0}\u{0}\u{0}", "a file of zeros"),
        (String(repeating: "\u{0}", count: 128) + "DICM", "a DICOM file"),
        ("\u{0}\u{5}\u{16}\u{7}\u{0}\u{2}", "a macOS resource file"),
    ])
    func otherFilesAreNamed(_ text: String, _ name: String) {
        guard case .notAnImage(let looksLike, let remedy) = failure(Array(text.utf8)) else {
            Issue.record("no refusal of \(name)")
            return
        }
        #expect(looksLike.hasPrefix(name))
        #expect(!remedy.isEmpty)
    }

    @Test func unknownBytesAreShown() {
        let error = failure([0xde, 0xad, 0xbe, 0xef, 0x01])
        #expect(error?.message.contains("de ad be ef 01") == true)
        // One byte, and the start of a signature alone.
        #expect(failure([0xff]) != nil)
        #expect(failure([0x89, 0x50]) != nil)
    }

    @Test(arguments: ["rgb_420.jpg", "rgb_progressive.jpg", "grey.jpg", "cmyk.jpg"])
    func aJPEGCutShortIsNamedSo(_ file: String) throws {
        let bytes = try ImageFixtures.bytes("decoding/\(file)")
        for length in [4, 20, bytes.count / 2, bytes.count - 20, bytes.count - 2] {
            guard case .truncated(.jpeg, let reason) = failure(Array(bytes.prefix(length))) else {
                Issue.record("\(length) of \(bytes.count) bytes: \(String(describing: failure(Array(bytes.prefix(length)))))")
                continue
            }
            #expect(!reason.isEmpty)
        }
    }

    @Test(arguments: ["rgb.png", "grey_interlaced.png", "palette_2.png", "grey_16.png"])
    func aPNGCutShortIsNamedSo(_ file: String) throws {
        let bytes = try ImageFixtures.bytes("decoding/\(file)")
        for length in [8, 20, 40, bytes.count / 2, bytes.count - 20, bytes.count - 2] {
            guard case .truncated(.png, _) = failure(Array(bytes.prefix(length))) else {
                Issue.record("\(length) of \(bytes.count) bytes: \(String(describing: failure(Array(bytes.prefix(length)))))")
                continue
            }
        }
    }

    @Test func damageIsNamedSo() throws {
        var png = try ImageFixtures.bytes("decoding/rgb.png")
        png[png.count - 30] ^= 0x40
        guard case .damaged(.png, _) = failure(png) else {
            Issue.record("a wrong checksum passed")
            return
        }
        // A marker that cannot stand there, inside the entropy-coded data.
        var jpeg = try ImageFixtures.bytes("decoding/rgb_444.jpg")
        jpeg.replaceSubrange((jpeg.count - 60)..<(jpeg.count - 58), with: [0xff, 0xc4])
        #expect(failure(jpeg) != nil)
    }

    @Test func kindsThatCannotBeReadAreNamedSo() throws {
        // The frame header of a lossless JPEG, as some radiographs have.
        var jpeg = try ImageFixtures.bytes("decoding/grey.jpg")
        let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xff && $0 + 1 < jpeg.count && jpeg[$0 + 1] == 0xc0 })
        jpeg[frame + 1] = 0xc3
        guard case .unsupported(.jpeg, let reason) = failure(jpeg) else {
            Issue.record("\(String(describing: failure(jpeg)))")
            return
        }
        #expect(reason.contains("0xc3"))
    }

    @Test func absurdSizesAreRefusedBeforeMemoryIsTaken() throws {
        // 65 500 x 65 500 in the frame header of a JPEG.
        var jpeg = try ImageFixtures.bytes("decoding/grey.jpg")
        let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xff && $0 + 1 < jpeg.count && jpeg[$0 + 1] == 0xc0 })
        jpeg.replaceSubrange((frame + 5)..<(frame + 9), with: [0xff, 0xdc, 0xff, 0xdc])
        #expect(failure(jpeg) == .tooLarge(width: 65_500, height: 65_500))
        // 100 000 x 100 000 in a PNG with its checksum right.
        let head: [UInt8] = [0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, 8, 2, 0, 0, 0]
        var png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]
        let named = Array("IHDR".utf8) + head
        png += named + checksum(named) + [0, 0, 0, 0] + Array("IDAT".utf8) + checksum(Array("IDAT".utf8))
        #expect(failure(png) == .tooLarge(width: 100_000, height: 100_000))
    }

    /// CRC-32 as PNG stores it.
    private func checksum(_ bytes: [UInt8]) -> [UInt8] {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xedb8_8320 }
        }
        return withUnsafeBytes(of: (~crc).bigEndian) { Array($0) }
    }
}
