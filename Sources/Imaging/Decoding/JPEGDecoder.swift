import CPixels
import CTurboJPEG
import Foundation
import Plan

/// JPEG through TurboJPEG with its default flags (accurate DCT, smooth chroma), which are those of Pillow.
enum JPEGDecoder {
    /// The file of the library that is at work; nil where the system does not say.
    static let file = cpixels_library("tjDecompress2").map { String(cString: $0) }

    /// Which library is at work. It tells no version, so its file stands for it: name, size and time of last change.
    static let library: String = {
        var status = stat()
        guard let path = file, stat(path, &status) == 0 else { return "unknown" }
        return "\((path as NSString).lastPathComponent) \(status.st_size) \(status.st_mtim.tv_sec)"
    }()

    /// Decodes to three channels, or to one where one is stored or asked for.
    static func decode(_ bytes: [UInt8], colorMode: DatasetPlan.ColorMode) throws(ImageError) -> DecodedImage {
        guard let handle = DecompressorHandle() else { throw .damaged(.jpeg, reason: "no memory to decode it") }
        let header = try handle.readHeader(bytes)
        try ImageDecoder.checkSize(width: header.width, height: header.height)
        let inked = header.colorspace == TJCS_CMYK || header.colorspace == TJCS_YCCK
        let grey = header.colorspace == TJCS_GRAY
        let format = inked ? TJPF_CMYK : grey ? TJPF_GRAY : TJPF_RGB
        let samples = try handle.readPixels(bytes, header, format, channels: inked ? 4 : grey ? 1 : 3)
        var image =
            inked
            ? samples.withUnsafeBufferPointer {
                ColorConversion.rgb(fromInvertedCMYK: $0, height: header.height, width: header.width)
            }
            : PixelImage(height: header.height, width: header.width, channels: grey ? 1 : 3, pixels: samples)
        if image.channels == 3, colorMode == .grayscale { image = ColorConversion.grey(fromRGB: image) }
        return DecodedImage(image: image, remarks: [])
    }
}

/// One TurboJPEG decompressor.
private final class DecompressorHandle {
    struct Header {
        var width: Int
        var height: Int
        var colorspace: TJCS
    }

    private let handle: tjhandle

    init?() {
        guard let handle = tjInitDecompress() else { return nil }
        self.handle = handle
    }

    deinit { tjDestroy(handle) }

    func readHeader(_ bytes: [UInt8]) throws(ImageError) -> Header {
        var width: Int32 = 0
        var height: Int32 = 0
        var subsampling: Int32 = -1
        var colorspace: Int32 = -1
        let status = tjDecompressHeader3(handle, bytes, UInt(bytes.count), &width, &height, &subsampling, &colorspace)
        // A subsampling without a name in TurboJPEG fails here, and decodes well all the same.
        let isOnlyUnnamed = status != 0 && subsampling < 0
        guard status == 0 || isOnlyUnnamed, width > 0, height > 0, colorspace >= 0 else {
            // A file that ends before its first frame passes as one that holds tables alone.
            throw status == 0 ? .truncated(.jpeg, reason: "it ends before the image begins") : failure(bytes)
        }
        return Header(width: Int(width), height: Int(height), colorspace: TJCS(UInt32(colorspace)))
    }

    func readPixels(_ bytes: [UInt8], _ header: Header, _ format: TJPF, channels: Int) throws(ImageError) -> [UInt8] {
        let count = header.width * header.height * channels
        var status: Int32 = -1
        let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            // Pictures with damage are not silently used; endless progressive scans are cut off.
            status = tjDecompress2(
                handle, bytes, UInt(bytes.count), buffer.baseAddress, Int32(header.width), 0, Int32(header.height),
                format.rawValue, TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS)
            initialized = status == 0 ? count : 0
        }
        guard status == 0 else { throw failure(bytes) }
        return samples
    }

    private func failure(_ bytes: [UInt8]) -> ImageError {
        var reason = tjGetErrorStr2(handle).map { String(cString: $0) } ?? "no reason given"
        // "tjDecompressHeader3(): Could not …": the function's name helps nobody.
        if reason.hasPrefix("tj"), let colon = reason.firstIndex(of: ":") {
            reason = String(reason[reason.index(after: colon)...].drop { $0 == " " })
        }
        let lower = reason.lowercased()
        if lower.contains("premature end") { return .truncated(.jpeg, reason: reason) }
        if lower.contains("unsupported") || lower.contains("not supported") || lower.contains("colorspace") {
            return .unsupported(.jpeg, reason: reason)
        }
        // The end marker may have zeros after it, which some devices pad with.
        let end = bytes.reversed().drop { $0 == 0 }.prefix(2)
        return end.elementsEqual([0xd9, 0xff]) ? .damaged(.jpeg, reason: reason) : .truncated(.jpeg, reason: reason)
    }
}
