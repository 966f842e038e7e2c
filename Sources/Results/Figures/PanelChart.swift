/// Draws a ``PanelFigure``.
struct PanelChart {
    private static let (top, bottom, barWidth) = (48.0, 34.0, 96.0)

    private let figure: PanelFigure
    private let canvas: Canvas

    init(_ figure: PanelFigure, _ canvas: Canvas) {
        self.figure = figure
        self.canvas = canvas
    }

    // MARK: Layout

    private static func columns(_ figure: PanelFigure) -> Int { figure.panels.count <= 1 ? 1 : figure.panels.count <= 4 ? 2 : 3 }

    /// The size of one panel with its axes.
    private static func cell(_ figure: PanelFigure) -> (width: Double, height: Double) {
        switch columns(figure) {
        case 1: (680, 380)
        case 2: (400, 270)
        default: (330, 250)
        }
    }

    /// The size of a figure.
    static func size(of figure: PanelFigure) -> (width: Double, height: Double) {
        let (columns, cell) = (columns(figure), cell(figure))
        let rows = max(1, (figure.panels.count + columns - 1) / columns)
        return (
            Double(columns) * cell.width + (figure.bar == nil ? 0 : barWidth) + 16,
            top + Double(rows) * cell.height + (figure.keys.isEmpty ? 12 : bottom)
        )
    }

    func draw() {
        let (size, cell, columns) = (Self.size(of: figure), Self.cell(figure), Self.columns(figure))
        let fitted = canvas.fitted(figure.title, to: size.width - 32, size: 15, bold: true)
        canvas.text(fitted, x: size.width / 2, y: 28, size: 15, anchor: .middle, bold: true)
        for (index, panel) in figure.panels.enumerated() {
            let left = 8 + Double(index % columns) * cell.width
            draw(panel, left: left, top: Self.top + Double(index / columns) * cell.height, cell)
        }
        if let bar = figure.bar { draw(bar, left: size.width - Self.barWidth - 4, height: size.height) }
        drawKeys(width: size.width, y: size.height - 12)
    }

    // MARK: Panels

    private func draw(_ panel: PanelFigure.Panel, left: Double, top: Double, _ cell: (width: Double, height: Double)) {
        let yTicks = panel.y.ticks(count: Int(cell.height / 34))
        let labels = yTicks.map { canvas.width(of: $0.label, size: 11) }.max() ?? 0
        let frame = (
            left: left + 36 + labels, top: top + 6, right: left + cell.width - 16, bottom: top + cell.height - 54
        )
        let (width, height) = (frame.right - frame.left, frame.bottom - frame.top)
        func place(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
            guard let x = panel.x.share(x), let y = panel.y.share(y) else { return nil }
            return (frame.left + x * width, frame.bottom - y * height)
        }

        for tick in yTicks {
            guard let share = panel.y.share(tick.value) else { continue }
            let y = frame.bottom - share * height
            canvas.line([(frame.left, y), (frame.right, y)], .grid, width: 0.8)
            canvas.text(tick.label, x: frame.left - 7, y: y + 4, size: 11, anchor: .end)
        }
        drawBelow(panel.x, frame)
        canvas.border(.ink, x: frame.left, y: frame.top, width: width, height: height)
        let beside = canvas.fitted(panel.y.label, to: height + 20, size: 12)
        canvas.text(beside, x: left + 18, y: (frame.top + frame.bottom) / 2, size: 12, anchor: .middle, upward: true)

        canvas.clipped(x: frame.left, y: frame.top, width: width, height: height) {
            for line in panel.lines {
                var run: [(x: Double, y: Double)] = []
                for (x, y) in zip(line.x, line.y) {
                    if let place = place(x, y) { run.append(place) } else { finish(&run, line) }
                }
                finish(&run, line)
            }
        }
        var isEmpty = panel.lines.allSatisfy { !$0.y.contains { $0.isFinite } }
        for points in panel.points {
            for (x, y) in zip(points.x, points.y) {
                guard let place = place(x, y) else { continue }
                isEmpty = false
                let isBeyond = panel.y.isBeyond(y)
                draw(isBeyond && points.mark == .disc ? .ring : points.mark, points.color, at: place)
            }
        }
        if isEmpty {
            let middle = (x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2)
            canvas.text("no values", x: middle.x, y: middle.y, size: 13, .faint, anchor: .middle)
        }
    }

    private func finish(_ run: inout [(x: Double, y: Double)], _ line: PanelFigure.Line) {
        canvas.line(run, line.color, width: line.width)
        // A value between two gaps has no line to be seen by.
        if run.count == 1, let only = run.first {
            canvas.disc(x: only.x, y: only.y, radius: line.width, fill: line.color, border: line.color, line: 0.5)
        }
        run = []
    }

    private func drawBelow(_ axis: PlotAxis, _ frame: (left: Double, top: Double, right: Double, bottom: Double)) {
        let width = frame.right - frame.left
        var isNames = false
        if case .names = axis.scale { isNames = true }
        let ticks = axis.ticks(count: isNames ? 0 : Int(width / 46))
        // Names that do not fit beside each other stand in two rows.
        let room = isNames ? width / Double(max(ticks.count, 1)) - 6 : .infinity
        let isTight = isNames && ticks.contains { canvas.width(of: $0.label, size: 10.5) > room }
        let stride = isNames ? max(1, Int((30 / (room + 6)).rounded(.up))) : 1
        for (index, tick) in ticks.enumerated() where index % stride == 0 {
            guard let share = axis.share(tick.value) else { continue }
            let x = frame.left + share * width
            if !isNames { canvas.line([(x, frame.top), (x, frame.bottom)], .grid, width: 0.8) }
            canvas.line([(x, frame.bottom), (x, frame.bottom + 4)], .ink, width: 1)
            let limit = isTight ? 2 * Double(stride) * (room + 6) - 8 : Double(stride) * (room + 6) - 6
            let label = isNames ? canvas.fitted(tick.label, to: limit, size: 10.5) : tick.label
            let row = isTight && (index / stride) % 2 == 1 ? 12.0 : 0
            let half = canvas.width(of: label, size: 10.5) / 2
            let middle = min(max(x, frame.left - 20 + half), frame.right + 12 - half)
            canvas.text(label, x: middle, y: frame.bottom + 16 + row, size: 10.5, anchor: .middle)
        }
        let below = canvas.fitted(axis.label, to: width + 30, size: 12)
        let y = frame.bottom + (isTight ? 45 : 36)
        canvas.text(below, x: (frame.left + frame.right) / 2, y: y, size: 12, anchor: .middle)
    }

    // MARK: Marks

    private func draw(_ mark: PanelFigure.Mark, _ color: Color, at place: (x: Double, y: Double)) {
        let (x, y) = place
        switch mark {
        case .disc: canvas.disc(x: x, y: y, radius: 3.4, fill: color, border: .paper, line: 0.7)
        case .ring: canvas.disc(x: x, y: y, radius: 3.2, fill: nil, border: color, line: 1.3)
        case .chosen: canvas.disc(x: x, y: y, radius: 5.6, fill: color, border: .paper, line: 1.2)
        case .cross:
            canvas.line([(x - 3, y - 3), (x + 3, y + 3)], color, width: 1.5)
            canvas.line([(x - 3, y + 3), (x + 3, y - 3)], color, width: 1.5)
        }
    }

    private func drawKeys(width: Double, y: Double) {
        var x = 24.0
        for key in figure.keys {
            if let mark = key.mark {
                draw(mark, key.color, at: (x + 7, y - 4))
                x += 18
            } else {
                canvas.line([(x, y - 4), (x + 20, y - 4)], key.color, width: 1.9)
                x += 26
            }
            canvas.text(key.name, x: x, y: y, size: 11, .faint)
            x += canvas.width(of: key.name, size: 11) + 22
        }
    }

    private func draw(_ bar: PanelFigure.Bar, left: Double, height: Double) {
        let (top, bottom, steps) = (Self.top + 40, min(height - 90, Self.top + 280), 64)
        for step in 0..<steps {
            let share = (Double(step) + 0.5) / Double(steps)
            let piece = (bottom - top) / Double(steps)
            // A little higher than its part, so that no paper shows between two.
            canvas.fill(ColorScale.color(share), x: left, y: top + Double(step) * piece, width: 14, height: piece + 0.5)
        }
        canvas.text(canvas.fitted(bar.label, to: Self.barWidth, size: 11), x: left, y: top - 12, size: 11)
        canvas.text(bar.dark, x: left + 20, y: top + 10, size: 11)
        canvas.text(bar.light, x: left + 20, y: bottom, size: 11)
    }
}
