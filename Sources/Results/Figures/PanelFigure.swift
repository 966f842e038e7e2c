import Diagnostics
import Foundation

/// Panels with lines and marks, beside and below each other, as a value: what is shown, not how.
public struct PanelFigure: Hashable, Sendable {
    /// How a point is marked.
    public enum Mark: Hashable, Sendable {
        /// A filled disc.
        case disc
        /// A circle.
        case ring
        /// Two strokes.
        case cross
        /// A larger disc with a border, which is drawn last.
        case chosen
    }

    /// A line; values that are no numbers leave a gap.
    public struct Line: Hashable, Sendable {
        /// Its points.
        public var x, y: [Double]
        /// Its colour.
        public var color: Color
        /// Its width in points.
        public var width: Double

        /// Creates a line.
        public init(x: [Double], y: [Double], color: Color, width: Double = 1.4) {
            self.x = x
            self.y = y
            self.color = color
            self.width = width
        }
    }

    /// Points that are marked alike; those that lie beyond an axis are shown at its end.
    public struct Points: Hashable, Sendable {
        /// Where they are.
        public var x, y: [Double]
        /// Their colour.
        public var color: Color
        /// How they are marked.
        public var mark: Mark

        /// Creates points.
        public init(x: [Double], y: [Double], color: Color, mark: Mark = .disc) {
            self.x = x
            self.y = y
            self.color = color
            self.mark = mark
        }
    }

    /// One panel.
    public struct Panel: Hashable, Sendable {
        /// The axis below.
        public var x: PlotAxis
        /// The axis at the left.
        public var y: PlotAxis
        /// Its lines, the first at the bottom.
        public var lines: [Line]
        /// Its points, over the lines.
        public var points: [Points]

        /// Creates a panel.
        public init(x: PlotAxis, y: PlotAxis, lines: [Line] = [], points: [Points] = []) {
            self.x = x
            self.y = y
            self.lines = lines
            self.points = points
        }
    }

    /// What a mark or a line means.
    public struct Key: Hashable, Sendable {
        /// The words.
        public var name: String
        /// The colour.
        public var color: Color
        /// The mark; nil for a line.
        public var mark: Mark?

        /// Creates an entry.
        public init(_ name: String, _ color: Color, _ mark: Mark?) {
            self.name = name
            self.color = color
            self.mark = mark
        }
    }

    /// What ``ColorScale``'s colours mean.
    public struct Bar: Hashable, Sendable {
        /// The words above.
        public var label: String
        /// What the darkest and the lightest stand for.
        public var dark, light: String

        /// Creates a bar.
        public init(label: String, dark: String, light: String) {
            self.label = label
            self.dark = dark
            self.light = light
        }
    }

    /// The words above.
    public var title: String
    /// The panels, from left to right and from top to bottom.
    public var panels: [Panel]
    /// What the marks mean, in a line at the bottom.
    public var keys: [Key]
    /// What the colours mean, at the right.
    public var bar: Bar?

    /// Creates a figure.
    public init(title: String, panels: [Panel], keys: [Key] = [], bar: Bar? = nil) {
        self.title = title
        self.panels = panels
        self.keys = keys
        self.bar = bar
    }

    /// The figure as SVG: equal figures give equal bytes.
    public func svg() throws(Diagnostic) -> Data {
        let size = PanelChart.size(of: self)
        return try Canvas.svg(width: size.width, height: size.height, title: title) { PanelChart(self, $0).draw() }
    }

    /// The figure as PNG: equal figures give equal bytes.
    ///
    /// - Parameter scale: Pixels a point.
    public func png(scale: Double = 2) throws(Diagnostic) -> Data {
        let size = PanelChart.size(of: self)
        return try Canvas.png(width: size.width, height: size.height, scale: scale) { PanelChart(self, $0).draw() }
    }
}
