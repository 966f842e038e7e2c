import Foundation
import Testing

@testable import Results

@Suite struct BarFigureTests {
    private let blue = Color(0x0000FF)
    private let red = Color(0xFF0000)

    private func figure(_ values: [Double]) -> BarFigure {
        let bars = values.map { BarFigure.Bar(name: "side", value: $0, label: "so many", color: $0 == values[0] ? blue : red) }
        return BarFigure(title: "Bars", groups: [BarFigure.Group(name: "work", bars: bars)])
    }

    /// Lengths are in proportion, and every bar has the same height.
    @Test func lengthsAreValues() throws {
        let pixels = try PNGPixels(figure([10, 40]).png(scale: 1))
        let (short, long) = (pixels.count(0x0000FF), pixels.count(0xFF0000))
        #expect(short > 1000)
        #expect(abs(Double(long) / Double(short) - 4) < 0.1)
    }

    @Test func groupsShareAScaleAndMakeTheFigureHigher() throws {
        let one = figure([10, 40])
        let two = BarFigure(
            title: "Bars",
            groups: one.groups + [
                BarFigure.Group(name: "more", bars: [.init(name: "s", value: 20, label: "", color: Color(0x00FF00))])
            ])
        let pixels = try PNGPixels(two.png(scale: 1))
        #expect(try pixels.height > PNGPixels(one.png(scale: 1)).height)
        #expect(abs(Double(pixels.count(0xFF0000)) / Double(pixels.count(0x00FF00)) - 2) < 0.1)
    }

    @Test(arguments: [[Double.nan, -3], [Double.infinity, 0]])
    func valuesWithoutALength(_ values: [Double]) throws {
        let pixels = try PNGPixels(figure(values).png(scale: 1))
        #expect(pixels.count(0xFF0000) == 0 && pixels.count(0x0000FF) == 0)
    }

    @Test func equalFiguresAreEqualBytes() throws {
        #expect(try figure([1, 2]).png() == figure([1, 2]).png())
        let svg = try String(decoding: figure([1, 2]).svg(), as: UTF8.self)
        #expect(svg.contains("<title") && svg.contains("Bars"))
    }
}
