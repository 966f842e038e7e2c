import Diagnostics
import Foundation

/// A chart of bars from left to right, in groups, as a value: what is shown, not how.
public struct BarFigure: Hashable, Sendable {
    /// One bar.
    public struct Bar: Hashable, Sendable {
        /// The words before it.
        public var name: String
        /// Its length; what is no number, or less than 0, has none.
        public var value: Double
        /// The words after it: the value as people read it.
        public var label: String
        /// Its colour.
        public var color: Color

        /// Creates a bar.
        public init(name: String, value: Double, label: String, color: Color) {
            self.name = name
            self.value = value
            self.label = label
            self.color = color
        }
    }

    /// Bars under a heading.
    public struct Group: Hashable, Sendable {
        /// The heading.
        public var name: String
        /// The bars, from top to bottom.
        public var bars: [Bar]

        /// Creates a group.
        public init(name: String, bars: [Bar]) {
            self.name = name
            self.bars = bars
        }
    }

    /// The words above.
    public var title: String
    /// The groups, from top to bottom; all bars have one scale.
    public var groups: [Group]

    /// Creates a figure.
    public init(title: String, groups: [Group]) {
        self.title = title
        self.groups = groups
    }

    /// The figure as SVG: equal figures give equal bytes.
    public func svg() throws(Diagnostic) -> Data {
        try Canvas.svg(width: BarChart.width, height: BarChart.height(of: self), title: title) { BarChart(self, $0).draw() }
    }

    /// The figure as PNG: equal figures give equal bytes.
    ///
    /// - Parameter scale: Pixels a point.
    public func png(scale: Double = 2) throws(Diagnostic) -> Data {
        try Canvas.png(width: BarChart.width, height: BarChart.height(of: self), scale: scale) { BarChart(self, $0).draw() }
    }
}
