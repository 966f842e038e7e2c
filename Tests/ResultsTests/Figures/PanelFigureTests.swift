import Foundation
import Testing

@testable import Results

@Suite struct PanelFigureTests {
    private let blue = Color(0x0072B2)

    private func figure(
        _ panels: Int = 1, points: PanelFigure.Points? = nil, line: PanelFigure.Line? = nil, bar: PanelFigure.Bar? = nil
    ) -> PanelFigure {
        let axis = PlotAxis("a name that is far too long to stand beside a panel of this size", .linear, over: [0, 1])
        let panel = PanelFigure.Panel(x: axis, y: axis, lines: line.map { [$0] } ?? [], points: points.map { [$0] } ?? [])
        return PanelFigure(title: "Panels", panels: Array(repeating: panel, count: panels), bar: bar)
    }

    private func blues(_ figure: PanelFigure) throws -> Int { try PNGPixels(figure.png(scale: 1)).count(0x0072B2) }

    @Test func aDiscAPoint() throws {
        let one = try blues(figure(points: .init(x: [0.5], y: [0.5], color: blue)))
        let three = try blues(figure(points: .init(x: [0.2, 0.5, 0.8], y: [0.2, 0.5, 0.8], color: blue)))
        #expect(one > 15 && three > 2 * one && three < 4 * one)
    }

    /// What lies beyond an axis stands at its end as a circle; what has no place is left out.
    @Test func beyondAndNowhere() throws {
        let disc = try blues(figure(points: .init(x: [0.5], y: [0.5], color: blue)))
        let ring = try blues(figure(points: .init(x: [0.5], y: [99], color: blue)))
        let none = try blues(figure(points: .init(x: [0.5], y: [.nan], color: blue)))
        #expect(ring > 0 && ring < disc && none == 0)
    }

    @Test func linesHaveGaps() throws {
        let whole = try blues(
            figure(line: .init(x: [0, 0.25, 0.5, 0.75, 1], y: [0.5, 0.5, 0.5, 0.5, 0.5], color: blue, width: 3)))
        let gap = try blues(
            figure(line: .init(x: [0, 0.25, 0.5, 0.75, 1], y: [0.5, 0.5, .nan, 0.5, 0.5], color: blue, width: 3)))
        #expect(whole > 1000 && gap > whole / 3 && gap < whole * 2 / 3)
    }

    @Test(arguments: [0, 1, 2, 4, 5, 20]) func anyNumberOfPanels(_ count: Int) throws {
        let size = PanelChart.size(of: figure(count))
        let pixels = try PNGPixels(figure(count).png(scale: 1))
        #expect(Double(pixels.height) == size.height.rounded())
        #expect(size.width < 1100)
    }

    @Test func equalFiguresAreEqualBytes() throws {
        let figure = figure(3, points: .init(x: [0.5], y: [0.5], color: blue), bar: .init(label: "l", dark: "d", light: "l"))
        #expect(try figure.png() == figure.png())
        #expect(try figure.svg() == figure.svg())
        #expect(try String(decoding: figure.svg(), as: UTF8.self).contains("<title>Panels</title>"))
    }
}
