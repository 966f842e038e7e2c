import Foundation

/// Draws a ``LineFigure``.
struct LineChart {
    static let width = 680.0
    static let height = 450.0

    private let figure: LineFigure
    private let canvas: Canvas
    // The frame of the curves.
    private let left: Double
    private let right = LineChart.width - 24
    private let top: Double
    private let bottom = LineChart.height - 56
    // What the frame shows.
    private let xRange: ClosedRange<Double>
    private let yRange: ClosedRange<Double>
    private let isEmpty: Bool
    private let yTicks: Ticks

    init(_ figure: LineFigure, _ canvas: Canvas) {
        self.figure = figure
        self.canvas = canvas
        top = figure.marks.isEmpty ? 48 : 72
        let points = figure.series.flatMap { zip($0.x, $0.y).filter { $0.isFinite && Self.isDrawable($1) } }
        isEmpty = points.isEmpty
        xRange = Self.range(points.map(\.0) + figure.marks.map(\.x), padding: 0.03, least: 1)
        yRange = Self.range(points.map(\.1), padding: 0.06, least: 0)
        yTicks = Ticks(yRange, count: 8)
        left = 42 + (yTicks.labels.map { canvas.width(of: $0, size: 11.5) }.max() ?? 0)
    }

    /// Whether a value can be put on paper; beyond this, differences of values overflow.
    private static func isDrawable(_ value: Double) -> Bool { abs(value) < 1e300 }

    /// The range of some values, a little wider; of equal values, a range around them.
    private static func range(_ values: [Double], padding: Double, least: Double) -> ClosedRange<Double> {
        let low = values.min() ?? 0
        let high = values.max() ?? 1
        let middle = low / 2 + high / 2
        let extent = high - low
        let flat = extent <= max(abs(middle) * 1e-9, 1e-300)
        let margin = flat ? max(least / 2, abs(middle) * 0.1, middle == 0 ? 0.5 : 0) : extent * padding
        return (low - margin)...(high + margin)
    }

    private func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        (
            left + (x - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound) * (right - left),
            bottom - (y - yRange.lowerBound) / (yRange.upperBound - yRange.lowerBound) * (bottom - top)
        )
    }

    func draw() {
        canvas.text(figure.title, x: (left + right) / 2, y: 28, size: 15, anchor: .middle, bold: true)
        drawAxes()
        drawMarks()
        canvas.clipped(x: left, y: top, width: right - left, height: bottom - top) {
            figure.series.forEach(draw)
        }
        for point in figure.highlights where point.x.isFinite && Self.isDrawable(point.y) {
            let place = place(point.x, point.y)
            canvas.disc(x: place.x, y: place.y, radius: 6.5, fill: nil, border: point.color, line: 1.6)
        }
        if isEmpty {
            canvas.text("no values", x: (left + right) / 2, y: (top + bottom) / 2, size: 13, .faint, anchor: .middle)
        } else {
            Legend(figure, canvas).draw(in: (left, top, right, bottom), avoiding: pointsOnPaper())
        }
    }

    private func drawAxes() {
        let xTicks = Ticks(xRange, count: 11, whole: true)
        for (value, label) in zip(yTicks.values, yTicks.labels) {
            let y = place(0, value).y
            canvas.line([(left, y), (right, y)], .grid, width: 0.8)
            canvas.line([(left - 4, y), (left, y)], .ink, width: 1)
            canvas.text(label, x: left - 8, y: y + 4, size: 11.5, anchor: .end)
        }
        for (value, label) in zip(xTicks.values, xTicks.labels) {
            let x = place(value, 0).x
            canvas.line([(x, top), (x, bottom)], .grid, width: 0.8)
            canvas.line([(x, bottom), (x, bottom + 4)], .ink, width: 1)
            canvas.text(label, x: x, y: bottom + 18, size: 11.5, anchor: .middle)
        }
        canvas.border(.ink, x: left, y: top, width: right - left, height: bottom - top)
        canvas.text(figure.xLabel, x: (left + right) / 2, y: bottom + 40, size: 13, anchor: .middle)
        canvas.text(figure.yLabel, x: 20, y: (top + bottom) / 2, size: 13, anchor: .middle, upward: true)
    }

    /// Marks from left to right; words that would run into the last ones go a line higher, or are left out.
    private func drawMarks() {
        var ends = [-Double.infinity, -Double.infinity]
        for mark in figure.marks.sorted(by: { ($0.x, $0.label) < ($1.x, $1.label) }) where mark.x.isFinite {
            let x = place(mark.x, 0).x
            canvas.line([(x, top), (x, bottom)], .faint, width: mark.isEnd ? 1.2 : 1, dash: mark.isEnd ? [] : [2, 3])
            let width = canvas.width(of: mark.label, size: 10)
            let start = min(max(x - width / 2, left), right - width)
            guard let row = ends.firstIndex(where: { $0 + 6 < start }) else { continue }
            ends[row] = start + width
            canvas.text(mark.label, x: start, y: top - 6 - Double(row) * 13, size: 10, .faint)
        }
    }

    private func draw(_ series: LineFigure.Series) {
        let isMarked = series.x.count <= 40
        var run: [(x: Double, y: Double)] = []
        func finish() {
            canvas.line(run, series.color, width: 1.9, dash: series.dash)
            // A value between two gaps has no line to be seen by.
            for place in run where isMarked || run.count == 1 {
                let fill = series.dash.isEmpty ? series.color : .paper
                canvas.disc(x: place.x, y: place.y, radius: 2.4, fill: fill, border: series.color, line: 1.2)
            }
            run = []
        }
        for (x, y) in zip(series.x, series.y) {
            if x.isFinite, Self.isDrawable(y) { run.append(place(x, y)) } else { finish() }
        }
        finish()
    }

    /// Points along all lines, close together, where they are drawn: what the legend should not cover.
    private func pointsOnPaper() -> [(x: Double, y: Double)] {
        figure.series.flatMap { series -> [(x: Double, y: Double)] in
            let points = zip(series.x, series.y).filter { $0.isFinite && Self.isDrawable($1) }.map { place($0, $1) }
            return points
                + zip(points, points.dropFirst()).flatMap { a, b in
                    (1..<8).map { step in
                        let share = Double(step) / 8
                        return (a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
                    }
                }
        }
    }
}
