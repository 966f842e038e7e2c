import CCairo
import Foundation

/// A PNG, decoded by the library that wrote it.
struct PNGPixels {
    let width: Int
    let height: Int
    private let pixels: [UInt32]

    struct Unreadable: Error {}

    init(_ data: Data) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("assay-\(UUID().uuidString).png")
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let surface = cairo_image_surface_create_from_png(file.path)
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let bytes = cairo_image_surface_get_data(surface) else {
            throw Unreadable()
        }
        let columns = Int(cairo_image_surface_get_width(surface))
        let rows = Int(cairo_image_surface_get_height(surface))
        let stride = Int(cairo_image_surface_get_stride(surface))
        var pixels: [UInt32] = []
        for row in 0..<rows {
            UnsafeRawPointer(bytes + row * stride).withMemoryRebound(to: UInt32.self, capacity: columns) { line in
                for column in 0..<columns { pixels.append(line[column] & 0xFFFFFF) }
            }
        }
        width = columns
        height = rows
        self.pixels = pixels
    }

    /// 0xRRGGBB.
    subscript(x: Int, y: Int) -> UInt32 { pixels[y * width + x] }

    /// How many pixels have a colour.
    func count(_ color: UInt32) -> Int { pixels.count { $0 == color } }
}
