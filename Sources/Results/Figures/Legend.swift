/// The key of a ``LineFigure``, in the corner where it covers least.
struct Legend {
    private let figure: LineFigure
    private let canvas: Canvas
    private let size = 11.5
    private let rowHeight = 18.0
    private let sample = 30.0

    init(_ figure: LineFigure, _ canvas: Canvas) {
        self.figure = figure
        self.canvas = canvas
    }

    /// - Parameters:
    ///   - frame: Left, top, right and bottom of the curves.
    ///   - points: Where the curves go.
    func draw(
        in frame: (left: Double, top: Double, right: Double, bottom: Double), avoiding points: [(x: Double, y: Double)]
    ) {
        let names = figure.series.map(\.name) + figure.highlights.map(\.name)
        guard !names.isEmpty else { return }
        let width = (names.map { canvas.width(of: $0, size: size) }.max() ?? 0) + sample + 24
        let height = Double(names.count) * rowHeight + 8
        let gap = 8.0
        let xs = [frame.right - gap - width, frame.left + gap]
        let ys = [frame.top + gap, frame.bottom - gap - height, (frame.top + frame.bottom - height) / 2]
        let places = ys.flatMap { y in xs.map { x in (x: x, y: y) } }
        let covered = places.map { place in
            points.count { $0.x > place.x - 4 && $0.x < place.x + width + 4 && $0.y > place.y - 4 && $0.y < place.y + height + 4 }
        }
        let least = covered.min() ?? 0
        guard let place = zip(places, covered).first(where: { $0.1 == least })?.0 else { return }

        canvas.fill(Color(0xFFFFFF, alpha: 0.86), x: place.x, y: place.y, width: width, height: height)
        canvas.border(Color(0xC8C8C8), x: place.x, y: place.y, width: width, height: height, line: 0.8)
        var y = place.y + 4 + rowHeight / 2
        let x = place.x + 8
        for series in figure.series {
            canvas.line([(x, y), (x + sample, y)], series.color, width: 1.9, dash: series.dash)
            canvas.text(series.name, x: x + sample + 8, y: y + 4, size: size)
            y += rowHeight
        }
        for highlight in figure.highlights {
            canvas.disc(x: x + sample / 2, y: y, radius: 5.5, fill: nil, border: highlight.color, line: 1.6)
            canvas.text(highlight.name, x: x + sample + 8, y: y + 4, size: size)
            y += rowHeight
        }
    }
}
