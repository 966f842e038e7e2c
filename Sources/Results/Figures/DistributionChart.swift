/// Draws a ``DistributionFigure``: in each row a band for the prediction interval, a disc a run, a line at the published figure.
struct DistributionChart {
    static let width = 760.0
    private static let (top, row, bottom) = (56.0, 124.0, 34.0)
    private static let (left, right) = (36.0, width - 36)
    private static let radius = 4.0

    private let figure: DistributionFigure
    private let canvas: Canvas

    init(_ figure: DistributionFigure, _ canvas: Canvas) {
        self.figure = figure
        self.canvas = canvas
    }

    /// The height of a figure: every row has the same.
    static func height(of figure: DistributionFigure) -> Double { top + bottom + row * Double(max(figure.rows.count, 1)) }

    func draw() {
        canvas.text(figure.title, x: Self.width / 2, y: 30, size: 15, anchor: .middle, bold: true)
        for (index, row) in figure.rows.enumerated() { draw(row, at: Self.top + Double(index) * Self.row) }
        drawKey(at: Self.height(of: figure) - 14)
    }

    private func draw(_ row: DistributionFigure.Row, at top: Double) {
        let (upper, axis) = (top + 42, top + Self.row - 32)
        canvas.text(row.name, x: Self.left, y: top + 12, size: 12.5, bold: true)
        canvas.text(row.remark, x: Self.right, y: top + 12, size: 11.5, .faint, anchor: .end)
        let values = row.values.filter { abs($0) < 1e300 }
        let ends = row.interval.map { [$0.lowerBound, $0.upperBound] } ?? []
        let shown = (values + ends + [row.published]).filter { abs($0) < 1e300 }
        let range = Self.range(shown)
        func place(_ value: Double) -> Double {
            Self.left + (value - range.lowerBound) / (range.upperBound - range.lowerBound) * (Self.right - Self.left)
        }

        if let interval = row.interval, ends.allSatisfy({ abs($0) < 1e300 }) {
            let (start, end) = (place(interval.lowerBound), place(interval.upperBound))
            // An interval that is a point is a line.
            canvas.fill(.band, x: start, y: upper, width: max(end - start, 1), height: axis - upper)
        }
        let scale = row.isPercentage ? 100.0 : 1
        let ticks = Ticks(range.lowerBound * scale...range.upperBound * scale, count: 9)
        canvas.line([(Self.left, axis), (Self.right, axis)], .ink, width: 1)
        for (value, label) in zip(ticks.values, ticks.labels) {
            let x = place(value / scale)
            canvas.line([(x, axis), (x, axis + 4)], .ink, width: 1)
            canvas.text(row.isPercentage ? label + " %" : label, x: x, y: axis + 17, size: 10.5, anchor: .middle)
        }
        if let mean = row.mean {
            canvas.line([(place(mean), upper), (place(mean), axis)], .training, width: 1.2, dash: [3, 3])
        }
        for disc in Self.heap(values.map(place)) {
            canvas.disc(
                x: disc.x, y: axis - 9 - Double(disc.level) * 2 * Self.radius, radius: Self.radius, fill: .training,
                border: .paper, line: 0.8)
        }
        let published = place(row.published)
        canvas.line([(published, upper - 6), (published, axis)], .validation, width: 1.9)
        let half = canvas.width(of: row.label, size: 11) / 2
        canvas.text(
            row.label, x: min(max(published, Self.left + half), Self.right - half), y: upper - 10, size: 11, .validation,
            anchor: .middle, bold: true)
    }

    /// What the marks mean, in one line at the bottom.
    private func drawKey(at y: Double) {
        var x = Self.left
        func word(_ text: String) {
            canvas.text(text, x: x, y: y, size: 10.5, .faint)
            x += canvas.width(of: text, size: 10.5) + 22
        }
        canvas.disc(x: x + 4, y: y - 4, radius: Self.radius, fill: .training, border: .paper, line: 0.8)
        x += 14
        word("a run")
        canvas.line([(x, y - 4), (x + 18, y - 4)], .training, width: 1.2, dash: [3, 3])
        x += 24
        word("their mean")
        canvas.fill(.band, x: x, y: y - 10, width: 18, height: 12)
        x += 24
        word("where a further run is expected")
        canvas.line([(x, y - 4), (x + 18, y - 4)], .validation, width: 1.9)
        x += 24
        word("published")
    }

    /// The range of some values, a little wider; of equal values, a range around them.
    private static func range(_ values: [Double]) -> ClosedRange<Double> {
        let (low, high) = (values.min() ?? 0, values.max() ?? 1)
        let extent = high - low
        let margin = extent > abs(high) * 1e-9 ? extent * 0.06 : max(abs(high) * 0.05, 1e-3)
        return (low - margin)...(high + margin)
    }

    /// Discs that would cover each other, put on top of each other, from the left.
    private static func heap(_ places: [Double]) -> [(x: Double, level: Int)] {
        var ends: [Double] = []
        return places.sorted().map { x in
            let level = ends.firstIndex { $0 <= x } ?? ends.count
            if level == ends.count { ends.append(0) }
            ends[level] = x + 2 * radius
            // More than the row has room for lie over each other.
            return (x, min(level, 5))
        }
    }
}
