import Diagnostics
import Foundation

/// A grid of images with words above each, as a value: what training sees.
public struct ImageGrid: Hashable, Sendable {
    /// One image.
    public struct Cell: Hashable, Sendable {
        /// The words above: its class.
        public var title: String
        /// Row-major (height, width, channels).
        public var pixels: [Float]
        /// The extents; 1 or 3 channels.
        public var height, width, channels: Int

        /// Creates a cell.
        public init(title: String, pixels: [Float], height: Int, width: Int, channels: Int) {
            self.title = title
            self.pixels = pixels
            self.height = height
            self.width = width
            self.channels = channels
        }
    }

    /// The number of rows.
    public var rows: Int
    /// The number of columns.
    public var columns: Int
    /// Row by row; what does not fit is left out, what is missing stays blank.
    public var cells: [Cell]
    /// The words above all.
    public var title: String

    /// Creates a grid.
    public init(title: String, rows: Int, columns: Int, cells: [Cell]) {
        self.title = title
        self.rows = max(rows, 1)
        self.columns = max(columns, 1)
        self.cells = cells
    }

    /// The grid as PNG: equal grids give equal bytes.
    ///
    /// Values are clipped to 0 to 1; where one exceeds 2, they have not been rescaled, and are clipped to 0 to 255.
    public func png() throws(Diagnostic) -> Data {
        let shown = cells.prefix(rows * columns)
        let side = Double(shown.map { max($0.height, $0.width) }.max() ?? 1)
        // Small images are enlarged by a whole factor, so that every pixel stays a square.
        let zoom = max(1, (320 / side).rounded(.down))
        let cell = (width: side * zoom, height: side * zoom)
        let gap = 12.0
        let words = 20.0
        let top = 44.0
        let width = gap + Double(columns) * (cell.width + gap)
        let height = top + Double(rows) * (cell.height + words + gap)
        let scale = min(1, 8000 / max(width, height))
        let white: Float = shown.contains { $0.pixels.contains { $0 > 2 } } ? 255 : 1
        return try Canvas.png(width: width, height: height, scale: scale) { canvas in
            canvas.text(fitted(title, width - 2 * gap, 14, canvas), x: width / 2, y: 26, size: 14, anchor: .middle, bold: true)
            for (index, entry) in shown.enumerated() {
                let x = gap + Double(index % columns) * (cell.width + gap)
                let y = top + Double(index / columns) * (cell.height + words + gap)
                let size = (width: Double(entry.width) * zoom, height: Double(entry.height) * zoom)
                canvas.text(
                    fitted(entry.title, cell.width, 12, canvas), x: x + cell.width / 2, y: y + words - 7, size: 12,
                    anchor: .middle)
                canvas.image(
                    Self.packed(entry, white: white), columns: entry.width, rows: entry.height,
                    x: x + (cell.width - size.width) / 2, y: y + words + (cell.height - size.height) / 2, width: size.width,
                    height: size.height)
            }
        }
    }

    /// A text cut to a width, with an ellipsis where something is gone.
    private func fitted(_ text: String, _ width: Double, _ size: Double, _ canvas: Canvas) -> String {
        guard canvas.width(of: text, size: size, bold: true) > width else { return text }
        var shorter = Substring(text.prefix(200))
        while !shorter.isEmpty, canvas.width(of: shorter + "…", size: size, bold: true) > width { shorter.removeLast() }
        return shorter + "…"
    }

    /// Pixels as 0x00RRGGBB; empty where their number does not fit.
    static func packed(_ cell: Cell, white: Float) -> [UInt32] {
        let count = cell.height * cell.width
        guard cell.channels > 0, cell.pixels.count == count * cell.channels else { return [] }
        func byte(_ index: Int) -> UInt32 {
            let value = cell.pixels[index] / white
            return value > 0 ? UInt32((min(value, 1) * 255).rounded()) : 0
        }
        return (0..<count).map { index in
            let first = index * cell.channels
            guard cell.channels >= 3 else { return byte(first) * 0x010101 }
            return byte(first) << 16 | byte(first + 1) << 8 | byte(first + 2)
        }
    }
}
