/// What a file is, by its first bytes: names mislead, above all in collections of radiographs.
enum FileSignature: Equatable {
    case jpeg
    case png
    /// Anything else: what it looks like, and what to do.
    case other(String, remedy: String)

    private static let convert = "convert it to JPEG or PNG, or set on_error: skip to leave such files out"
    private static let remove = "take it out of the folder, or set on_error: skip to leave such files out"
    private static let dicom = "convert it to PNG (dcmtk's dcmj2pnm does), or set on_error: skip to leave such files out"
    private static let fetch = "fetch the file itself, or set on_error: skip to leave such files out"

    /// Bytes, the offset at which they stand, what they mean and what to do.
    private static let others: [(bytes: [UInt8], offset: Int, name: String, remedy: String)] = [
        (Array("DICM".utf8), 128, "a DICOM file", dicom),
        (Array("GIF8".utf8), 0, "a GIF image", convert),
        (Array("WEBP".utf8), 8, "a WebP image", convert),
        ([0x49, 0x49, 0x2a, 0x00], 0, "a TIFF image", convert),
        ([0x4d, 0x4d, 0x00, 0x2a], 0, "a TIFF image", convert),
        ([0x49, 0x49, 0x2b, 0x00], 0, "a BigTIFF image", convert),
        ([0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20], 0, "a JPEG 2000 image", convert),
        ([0xff, 0x4f, 0xff, 0x51], 0, "a JPEG 2000 code stream", convert),
        ([0x00, 0x00, 0x00, 0x0c, 0x4a, 0x58, 0x4c, 0x20], 0, "a JPEG XL image", convert),
        (Array("ftypavif".utf8), 4, "an AVIF image", convert),
        (Array("ftyphei".utf8), 4, "a HEIF image", convert),
        (Array("ftypmif1".utf8), 4, "a HEIF image", convert),
        (Array("8BPS".utf8), 0, "a Photoshop file", convert),
        ([0x00, 0x05, 0x16, 0x07], 0, "a macOS resource file (AppleDouble)", remove),
        (Array("\u{0}\u{0}\u{0}\u{1}Bud1".utf8), 0, "a macOS folder file (.DS_Store)", remove),
        (Array("version https://git-lfs".utf8), 0, "a pointer of Git LFS", fetch),
        (Array("%PDF".utf8), 0, "a PDF document", convert),
        ([0x93] + Array("NUMPY".utf8), 0, "a NumPy array", convert),
        ([0x89] + Array("HDF".utf8), 0, "an HDF5 file", convert),
        ([0x50, 0x4b, 0x03, 0x04], 0, "a zip archive", "unpack it first"),
        ([0x1f, 0x8b], 0, "a gzip archive", "unpack it first"),
        (Array("BM".utf8), 0, "a BMP image", convert),
    ]

    /// Tells by content.
    init(_ bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
            self = .png
        } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if let known = Self.others.first(where: { bytes.dropFirst($0.offset).starts(with: $0.bytes) }) {
            self = .other(known.name, remedy: known.remedy)
        } else if bytes.count > 1, bytes[0] == UInt8(ascii: "P"), (UInt8(ascii: "1")...UInt8(ascii: "7")).contains(bytes[1]) {
            self = .other("a PNM image", remedy: Self.convert)
        } else {
            self = Self.text(bytes)
        }
    }

    /// Text of some kind, zeros, or unknown.
    private static func text(_ bytes: [UInt8]) -> FileSignature {
        let head = bytes.prefix(512)
        if head.allSatisfy({ $0 == 0 }) { return .other("a file of zeros", remedy: fetch) }
        guard let words = String(validating: head.prefix(64), as: UTF8.self) ?? ascii(head.prefix(64)) else {
            let hex = head.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            return .other("of an unknown kind (its first bytes are \(hex))", remedy: convert)
        }
        let start = words.drop { $0.isWhitespace }.lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<head") {
            return .other("a web page, perhaps what a failed download left", remedy: fetch)
        }
        if start.hasPrefix("<svg") { return .other("an SVG drawing", remedy: convert) }
        if start.hasPrefix("<?xml") { return .other("an XML file", remedy: remove) }
        return .other("a text file", remedy: remove)
    }

    /// The bytes as text where all of them are printable ASCII: a cut within a UTF-8 sequence must not make text unknown.
    private static func ascii(_ bytes: ArraySlice<UInt8>) -> String? {
        let isText = bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7f || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
        return isText ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
