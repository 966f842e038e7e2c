import Foundation
import Testing

@testable import Results

@Suite struct DistributionFigureTests {
    private func row(
        _ values: [Double], interval: ClosedRange<Double>? = 0.7...0.86, published: Double = 0.7825
    ) -> DistributionFigure.Row {
        DistributionFigure.Row(
            name: "evaluation acc", remark: "", values: values, mean: interval == nil ? nil : 0.78, interval: interval,
            published: published, label: "78.25%", isPercentage: true)
    }

    private func pixels(_ rows: [DistributionFigure.Row]) throws -> PNGPixels {
        try PNGPixels(DistributionFigure(title: "Seeds", rows: rows).png(scale: 1))
    }

    @Test func aBandForTheInterval() throws {
        let with = try pixels([row([0.75, 0.8])])
        let without = try pixels([row([0.75, 0.8], interval: nil)])
        // The band takes most of the row; the key has one of its own.
        #expect(with.count(0xD6E6F2) > 20_000 && without.count(0xD6E6F2) < 500)
        #expect(with.count(0xD55E00) > 50, "the published line")
    }

    /// Runs that measured the same lie on top of each other, and not over each other.
    @Test func equalValuesAreAllSeen() throws {
        let one = try pixels([row([0.75])]).count(0x0072B2)
        let five = try pixels([row([0.75, 0.75, 0.75, 0.75, 0.75])]).count(0x0072B2)
        #expect(five - one > 4 * 25)
    }

    @Test func rowsMakeItHigher() throws {
        #expect(try pixels([row([0.7]), row([0.8])]).height > pixels([row([0.7])]).height)
    }

    @Test(arguments: [[Double.nan, .infinity], []])
    func noNumbers(_ values: [Double]) throws { #expect(try pixels([row(values, interval: nil)]).height > 0) }

    /// A point, where all runs agree with each other and with what was published.
    @Test func noExtent() throws {
        #expect(try pixels([row([0.5, 0.5], interval: 0.5...0.5, published: 0.5)]).count(0x0072B2) > 50)
    }

    @Test func equalFiguresAreEqualBytes() throws {
        let figure = DistributionFigure(title: "Seeds", rows: [row([0.75, 0.8])])
        #expect(try figure.png() == figure.png())
        #expect(try String(decoding: figure.svg(), as: UTF8.self).contains("Seeds"))
    }
}
