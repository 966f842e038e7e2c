import Plan
import Testing

@Suite struct TextTableTests {
    private let table = TextTable(
        [.init("Name"), .init("Count", isNumeric: true)], rows: [["conv2d (Conv2D)", "1,792"], ["b", "1,234,567"], ["short"]])

    @Test func columnsAreAsWideAsTheirContents() {
        #expect(
            table.lines(width: 80, style: .ascii) == [
                "Name            |     Count", "----------------+----------", "conv2d (Conv2D) |     1,792",
                "b               | 1,234,567",
                "short           |",
            ])
    }

    @Test(arguments: [TextTable.Style.ascii, .box], [12, 20, 24]) func linesFitTheWidth(_ style: TextTable.Style, _ width: Int) {
        let lines = table.lines(width: width, style: style)
        #expect(lines.allSatisfy { $0.count <= width }, "\(lines)")
        #expect(lines.contains { $0.contains(style == .ascii ? ".." : "…") })
    }
}
