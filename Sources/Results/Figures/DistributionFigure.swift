import Diagnostics
import Foundation
import Plan

/// What several runs measured, beside what was published, as a value: a row a claim, each with a scale of its own.
public struct DistributionFigure: Hashable, Sendable {
    /// One claim.
    public struct Row: Hashable, Sendable {
        /// The words above: `evaluation_1 acc`.
        public var name: String
        /// The words above, at the right: where the published figure falls.
        public var remark: String
        /// What each run measured.
        public var values: [Double]
        /// The mean of the values; nil where there are too few.
        public var mean: Double?
        /// Where a further run is expected; nil where there are too few values.
        public var interval: ClosedRange<Double>?
        /// What was published.
        public var published: Double
        /// The words at what was published: `78.25%`.
        public var label: String
        /// Whether the axis is in per cent.
        public var isPercentage: Bool

        /// Creates a row.
        public init(
            name: String, remark: String, values: [Double], mean: Double? = nil, interval: ClosedRange<Double>? = nil,
            published: Double, label: String, isPercentage: Bool = false
        ) {
            self.name = name
            self.remark = remark
            self.values = values
            self.mean = mean
            self.interval = interval
            self.published = published
            self.label = label
            self.isPercentage = isPercentage
        }
    }

    /// The words above.
    public var title: String
    /// The claims, from top to bottom.
    public var rows: [Row]

    /// Creates a figure.
    public init(title: String, rows: [Row]) {
        self.title = title
        self.rows = rows
    }

    /// The figure of a verification.
    public init(_ record: VerificationRecord, claims: [ClaimPlan]) {
        title = "\(record.experiment): \(record.seeds.count) seeds beside what was published"
        rows = zip(record.claims, claims).enumerated().map { number, entry in
            let (verdict, claim) = entry
            let percent = PublishedValue.percent(claim.interval)
            let remark =
                switch verdict.verdict {
                case .inside: "within the \(percent) prediction interval"
                case .outside: "outside the \(percent) prediction interval"
                case .unknown: "too few runs to judge"
                }
            return Row(
                name: "\(verdict.step) \(verdict.metric)", remark: remark,
                values: record.seeds.compactMap { $0.values.indices.contains(number) ? $0.values[number].value : nil },
                mean: verdict.mean, interval: verdict.low.flatMap { low in verdict.high.map { low...max(low, $0) } },
                published: verdict.published, label: verdict.printed, isPercentage: claim.value.isPercentage)
        }
    }

    /// The figure as SVG: equal figures give equal bytes.
    public func svg() throws(Diagnostic) -> Data {
        try Canvas.svg(width: DistributionChart.width, height: DistributionChart.height(of: self), title: title) {
            DistributionChart(self, $0).draw()
        }
    }

    /// The figure as PNG: equal figures give equal bytes.
    ///
    /// - Parameter scale: Pixels a point.
    public func png(scale: Double = 2) throws(Diagnostic) -> Data {
        try Canvas.png(width: DistributionChart.width, height: DistributionChart.height(of: self), scale: scale) {
            DistributionChart(self, $0).draw()
        }
    }
}
