/// Draws a ``BarFigure``.
struct BarChart {
    static let width = 760.0
    private static let (top, row, heading, gap, bottom) = (52.0, 22.0, 24.0, 12.0, 20.0)
    private static let size = 11.5

    private let figure: BarFigure
    private let canvas: Canvas

    init(_ figure: BarFigure, _ canvas: Canvas) {
        self.figure = figure
        self.canvas = canvas
    }

    /// The height of a figure: every bar has the same.
    static func height(of figure: BarFigure) -> Double {
        figure.groups.reduce(top + bottom) { $0 + heading + gap + row * Double($1.bars.count) }
    }

    func draw() {
        canvas.text(figure.title, x: Self.width / 2, y: 30, size: 15, anchor: .middle, bold: true)
        let bars = figure.groups.flatMap(\.bars)
        func widest(_ text: (BarFigure.Bar) -> String) -> Double {
            bars.map { canvas.width(of: text($0), size: Self.size) }.max() ?? 0
        }
        let left = 24 + widest(\.name) + 10
        let room = max(Self.width - left - widest(\.label) - 32, 40)
        let longest = bars.map(\.value).filter { $0.isFinite && $0 > 0 }.max() ?? 1
        var y = Self.top
        for group in figure.groups {
            canvas.text(group.name, x: 24, y: y + 14, size: 12.5, bold: true)
            y += Self.heading
            for bar in group.bars {
                let length = bar.value.isFinite && bar.value > 0 ? bar.value / longest * room : 0
                canvas.text(bar.name, x: left - 10, y: y + 14, size: Self.size, anchor: .end)
                canvas.fill(bar.color, x: left, y: y + 3, width: length, height: Self.row - 6)
                canvas.text(bar.label, x: left + length + 8, y: y + 14, size: Self.size)
                y += Self.row
            }
            y += Self.gap
        }
    }
}
