import Diagnostics
import Foundation

/// Axes beside each other and a line through all of them for each thing that has a value on each, as a value: what is shown, not how.
public struct ParallelFigure: Hashable, Sendable {
    /// One line.
    public struct Line: Hashable, Sendable {
        /// A value an axis; nil where it has none.
        public var values: [Double?]
        /// Its colour.
        public var color: Color
        /// Its width in points.
        public var width: Double

        /// Creates a line.
        public init(values: [Double?], color: Color, width: Double = 1.2) {
            self.values = values
            self.color = color
            self.width = width
        }
    }

    /// The words above.
    public var title: String
    /// The axes, from left to right.
    public var axes: [PlotAxis]
    /// The lines, the first at the bottom.
    public var lines: [Line]
    /// The words below what has no value.
    public var absent: String
    /// What the lines' looks mean, in a line at the bottom.
    public var keys: [PanelFigure.Key]

    /// Creates a figure.
    public init(title: String, axes: [PlotAxis], lines: [Line], absent: String = "not set", keys: [PanelFigure.Key] = []) {
        self.title = title
        self.axes = axes
        self.lines = lines
        self.absent = absent
        self.keys = keys
    }

    /// The figure as SVG: equal figures give equal bytes.
    public func svg() throws(Diagnostic) -> Data {
        let size = ParallelChart.size(of: self)
        return try Canvas.svg(width: size.width, height: size.height, title: title) { ParallelChart(self, $0).draw() }
    }

    /// The figure as PNG: equal figures give equal bytes.
    ///
    /// - Parameter scale: Pixels a point.
    public func png(scale: Double = 2) throws(Diagnostic) -> Data {
        let size = ParallelChart.size(of: self)
        return try Canvas.png(width: size.width, height: size.height, scale: scale) { ParallelChart(self, $0).draw() }
    }
}
