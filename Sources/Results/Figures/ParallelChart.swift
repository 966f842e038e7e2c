/// Draws a ``ParallelFigure``.
struct ParallelChart {
    private static let (top, bottom, left, right) = (92.0, 64.0, 78.0, 78.0)
    private static let (height, gap) = (440.0, 128.0)

    private let figure: ParallelFigure
    private let canvas: Canvas

    init(_ figure: ParallelFigure, _ canvas: Canvas) {
        self.figure = figure
        self.canvas = canvas
    }

    /// The size of a figure: wide enough for its axes.
    static func size(of figure: ParallelFigure) -> (width: Double, height: Double) {
        (max(680, left + right + gap * Double(max(figure.axes.count - 1, 1))), height)
    }

    func draw() {
        let width = Self.size(of: figure).width
        let title = canvas.fitted(figure.title, to: width - 32, size: 15, bold: true)
        canvas.text(title, x: width / 2, y: 28, size: 15, anchor: .middle, bold: true)
        // Where some line has no value, the axes end above a place for that.
        let absent = figure.axes.indices.map { axis in
            figure.lines.contains { $0.values.indices.contains(axis) && $0.values[axis] == nil }
        }
        let (end, below) = (Self.height - Self.bottom - (absent.contains(true) ? 26 : 0), Self.height - Self.bottom)
        func place(_ axis: Int, _ value: Double?) -> Double {
            value.flatMap(figure.axes[axis].share).map { end - $0 * (end - Self.top) } ?? below
        }
        for line in figure.lines {
            let points = figure.axes.indices.map { axis in
                (x: abscissa(axis, width), y: place(axis, line.values.indices.contains(axis) ? line.values[axis] : nil))
            }
            canvas.line(points, line.color, width: line.width)
        }
        for axis in figure.axes.indices { draw(axis, width, end: end, below: absent[axis] ? below : nil) }
        if figure.lines.isEmpty {
            canvas.text("no values", x: width / 2, y: (Self.top + end) / 2, size: 13, .faint, anchor: .middle)
        }
        var x = 24.0
        for key in figure.keys {
            canvas.line([(x, Self.height - 18), (x + 20, Self.height - 18)], key.color, width: 2.4)
            canvas.text(key.name, x: x + 26, y: Self.height - 14, size: 11, .faint)
            x += canvas.width(of: key.name, size: 11) + 52
        }
    }

    private func abscissa(_ axis: Int, _ width: Double) -> Double {
        let count = figure.axes.count
        guard count > 1 else { return width / 2 }
        return Self.left + (width - Self.left - Self.right) * Double(axis) / Double(count - 1)
    }

    private func draw(_ index: Int, _ width: Double, end: Double, below: Double?) {
        let (axis, x) = (figure.axes[index], abscissa(index, width))
        canvas.line([(x, Self.top), (x, end)], .ink, width: 1.1)
        // Long words stand in two rows by turns.
        let spacing = (width - Self.left - Self.right) / Double(max(figure.axes.count - 1, 1))
        let label = canvas.fitted(axis.label, to: 2 * spacing - 14, size: 12, bold: true)
        let half = canvas.width(of: label, size: 12, bold: true) / 2
        let isTight = figure.axes.contains { canvas.width(of: $0.label, size: 12, bold: true) > spacing - 10 }
        let row = isTight && index % 2 == 1 ? 18.0 : 0
        let middle = min(max(x, half + 8), width - half - 8)
        canvas.text(label, x: middle, y: Self.top - 32 + row, size: 12, anchor: .middle, bold: true)
        // The last axis has its words at the right, where no line is.
        let isLast = index == figure.axes.count - 1 && index > 0
        let ticks = axis.ticks(count: 7)
        let room = isLast ? Self.right - 14 : index == 0 ? Self.left - 14 : spacing * 0.55
        let stride = max(1, Int((Double(ticks.count) * 14 / (end - Self.top)).rounded(.up)))
        for (number, tick) in ticks.enumerated() where number % stride == 0 {
            guard let share = axis.share(tick.value) else { continue }
            let y = end - share * (end - Self.top)
            canvas.line([(x - 3, y), (x + 3, y)], .ink, width: 1)
            mark(canvas.fitted(tick.label, to: room, size: 10.5), x, y, isLast: isLast)
        }
        if let below {
            canvas.disc(x: x, y: below, radius: 2.5, fill: .paper, border: .ink, line: 1)
            canvas.text(figure.absent, x: x, y: below + 17, size: 10.5, .faint, anchor: .middle)
        }
    }

    /// Words beside a tick, on a little paper, so that lines behind them do not cross them.
    private func mark(_ text: String, _ x: Double, _ y: Double, isLast: Bool) {
        let width = canvas.width(of: text, size: 10.5)
        let start = isLast ? x + 7 : x - 7 - width
        canvas.fill(Color(0xFFFFFF, alpha: 0.8), x: start - 2, y: y - 7, width: width + 4, height: 14)
        canvas.text(text, x: start, y: y + 4, size: 10.5)
    }
}
