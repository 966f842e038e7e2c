import Diagnostics
import Foundation
import Testing

@testable import Results

@Suite struct ImageGridTests {
    private func cell(_ pixels: [Float], _ side: Int = 2, channels: Int = 3) -> ImageGrid.Cell {
        ImageGrid.Cell(title: "NORMAL", pixels: pixels, height: side, width: side, channels: channels)
    }

    @Test func valuesAreClipped() {
        let pixels: [Float] = [0, 0.5, 1, -1, 1.5, .nan, 1, 0, 0, 0, .infinity, -.infinity]
        #expect(ImageGrid.packed(cell(pixels), white: 1) == [0x0080FF, 0x00FF00, 0xFF0000, 0x00FF00])
        #expect(ImageGrid.packed(cell([0, 51, 255, 300], channels: 1), white: 255) == [0, 0x333333, 0xFFFFFF, 0xFFFFFF])
        #expect(ImageGrid.packed(cell([0]), white: 1).isEmpty)
    }

    /// Every pixel of a small image becomes a square of its own colour.
    @Test func drawsSquares() throws {
        let colors: [Float] = [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0]
        let image = try PNGPixels(ImageGrid(title: "t", rows: 1, columns: 1, cells: [cell(colors)]).png())
        // 160 pixels a pixel.
        for color: UInt32 in [0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00] { #expect(image.count(color) == 160 * 160) }
    }

    @Test func valuesUpTo255() throws {
        let image = try PNGPixels(
            ImageGrid(title: "t", rows: 1, columns: 1, cells: [cell(Array(repeating: 51, count: 12))]).png())
        #expect(image.count(0x333333) == 320 * 320)
    }

    @Test func moreAndFewerThanRoom() throws {
        let one = cell(Array(repeating: 0, count: 12))
        let few = try PNGPixels(ImageGrid(title: "t", rows: 2, columns: 2, cells: [one]).png())
        #expect(few.count(0) == 320 * 320)
        let many = try PNGPixels(ImageGrid(title: "t", rows: 1, columns: 2, cells: Array(repeating: one, count: 5)).png())
        #expect(many.count(0) == 2 * 320 * 320)
        #expect(try PNGPixels(ImageGrid(title: "", rows: 0, columns: 0, cells: []).png()).width > 0)
    }

    /// A grid that nobody could look at is made smaller, not refused.
    @Test func enormousGrid() throws {
        let image = try PNGPixels(
            ImageGrid(title: "t", rows: 300, columns: 1, cells: [cell(Array(repeating: 0, count: 12))]).png())
        #expect(image.height <= 8000)
    }

    @Test func equalBytes() throws {
        let grid = ImageGrid(title: "train_1 & more", rows: 1, columns: 1, cells: [cell(Array(repeating: 0.3, count: 12))])
        #expect(try grid.png() == grid.png())
    }
}
