import CPNG
import Plan

/// PNG through libpng's classic API, without gamma or transparency.
enum PNGDecoder {
    /// Decodes to three channels, or to one where one is stored or asked for.
    static func decode(_ bytes: [UInt8], colorMode: DatasetPlan.ColorMode) throws(ImageError) -> DecodedImage {
        try bytes.withUnsafeBufferPointer { buffer throws(ImageError) in
            guard let reader = ReaderHandle(buffer) else { throw .damaged(.png, reason: "no memory to decode it") }
            let header = try reader.readHeader()
            let height = Int(header.height)
            let width = Int(header.width)
            try ImageDecoder.checkSize(width: width, height: height)
            let stored = try reader.readPixels(height: height, width: width, channels: header.samples == CPNG_RGB ? 3 : 1)
            let image =
                switch (header.samples, colorMode) {
                case (CPNG_PALETTE, _): applyPalette(of: header, to: stored, colorMode: colorMode)
                case (CPNG_RGB, .grayscale): ColorConversion.grey(fromRGB: stored)
                default: stored
                }
            let isDeepGrey = header.samples == CPNG_GREY && header.bit_depth == 16 && !header.has_alpha
            return DecodedImage(image: image, remarks: isDeepGrey ? [.scaledFrom16Bit] : [])
        }
    }

    /// Indices to colours, or to their luma.
    private static func applyPalette(
        of header: cpng_header, to indices: PixelImage, colorMode: DatasetPlan.ColorMode
    ) -> PixelImage {
        withUnsafeBytes(of: header.palette) { colors in
            PixelImage(height: indices.height, width: indices.width, channels: colorMode.channels) { pixels in
                for (position, index) in indices.pixels.enumerated() {
                    let red = colors[3 * Int(index)]
                    let green = colors[3 * Int(index) + 1]
                    let blue = colors[3 * Int(index) + 2]
                    if colorMode == .grayscale {
                        pixels[position] = ColorConversion.luma(red, green, blue)
                    } else {
                        pixels[3 * position] = red
                        pixels[3 * position + 1] = green
                        pixels[3 * position + 2] = blue
                    }
                }
            }
        }
    }
}

/// One reader of libpng, over bytes that outlive it.
private final class ReaderHandle {
    private let reader: OpaquePointer

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let reader = cpng_reader_create(bytes.baseAddress, bytes.count) else { return nil }
        self.reader = reader
    }

    deinit { cpng_reader_destroy(reader) }

    func readHeader() throws(ImageError) -> cpng_header {
        var header = cpng_header()
        guard cpng_read_header(reader, &header) else { throw failure() }
        return header
    }

    func readPixels(height: Int, width: Int, channels: Int) throws(ImageError) -> PixelImage {
        // Zeros first: interlaced passes write only their own pixels of a row.
        var pixels = [UInt8](repeating: 0, count: height * width * channels)
        guard cpng_read_pixels(reader, &pixels) else { throw failure() }
        return PixelImage(height: height, width: width, channels: channels, pixels: pixels)
    }

    private func failure() -> ImageError {
        let reason = String(cString: cpng_reader_message(reader))
        return cpng_reader_ran_out(reader) ? .truncated(.png, reason: reason) : .damaged(.png, reason: reason)
    }
}
