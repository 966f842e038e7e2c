import Diagnostics
import Foundation

/// A chart of lines over epochs, as a value: what is shown, not how.
public struct LineFigure: Hashable, Sendable {
    /// One line. Values that are no numbers leave a gap.
    public struct Series: Hashable, Sendable {
        /// Its name in the legend.
        public var name: String
        /// The epoch of each value.
        public var x: [Double]
        /// The values.
        public var y: [Double]
        /// Its colour.
        public var color: Color
        /// Lengths of dashes and gaps in points; empty draws it solid.
        public var dash: [Double]

        /// Creates a line.
        public init(name: String, x: [Double], y: [Double], color: Color, dash: [Double] = []) {
            self.name = name
            self.x = x
            self.y = y
            self.color = color
            self.dash = dash
        }
    }

    /// A point that matters, with a ring around it and a line in the legend.
    public struct Highlight: Hashable, Sendable {
        /// The legend's words.
        public var name: String
        /// Where.
        public var x, y: Double
        /// The ring's colour.
        public var color: Color
    }

    /// Something that happened at an epoch: a line from top to bottom and words above it.
    public struct Mark: Hashable, Sendable {
        /// The words.
        public var label: String
        /// The epoch.
        public var x: Double
        /// Whether it is what ended the training, drawn more strongly.
        public var isEnd: Bool

        /// Creates a mark.
        public init(label: String, x: Double, isEnd: Bool = false) {
            self.label = label
            self.x = x
            self.isEnd = isEnd
        }
    }

    /// The words above.
    public var title: String
    /// The words below the axis.
    public var xLabel: String
    /// The words beside the axis.
    public var yLabel: String
    /// The lines.
    public var series: [Series]
    /// Points that matter.
    public var highlights: [Highlight]
    /// What happened.
    public var marks: [Mark]

    /// Creates a figure.
    public init(
        title: String, xLabel: String = "Epoch", yLabel: String, series: [Series], highlights: [Highlight] = [],
        marks: [Mark] = []
    ) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.series = series
        self.highlights = highlights
        self.marks = marks
    }

    /// The figure as SVG: equal figures give equal bytes.
    public func svg() throws(Diagnostic) -> Data {
        try Canvas.svg(width: LineChart.width, height: LineChart.height, title: title) { LineChart(self, $0).draw() }
    }

    /// The figure as PNG: equal figures give equal bytes.
    ///
    /// - Parameter scale: Pixels a point; 2 makes 1360 x 900.
    public func png(scale: Double = 2) throws(Diagnostic) -> Data {
        try Canvas.png(width: LineChart.width, height: LineChart.height, scale: scale) { LineChart(self, $0).draw() }
    }
}
