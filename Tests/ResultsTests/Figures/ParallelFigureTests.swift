import Foundation
import Testing

@testable import Results

@Suite struct ParallelFigureTests {
    private let orange = Color(0xD55E00)

    private func pixels(_ values: [[Double?]], axes: Int = 3) throws -> PNGPixels {
        let axis = PlotAxis("models.small.layers[0].Conv2D.filters", .linear, over: [0, 1])
        return try PNGPixels(
            ParallelFigure(
                title: "Points", axes: Array(repeating: axis, count: axes),
                lines: values.map { .init(values: $0, color: orange, width: 3) }
            ).png(scale: 1))
    }

    @Test func aLineAPoint() throws {
        let (none, one, two) = (try pixels([]), try pixels([[0, 1, 0]]), try pixels([[0, 1, 0], [1, 0, 1]]))
        #expect(none.count(0xD55E00) == 0)
        #expect(one.count(0xD55E00) > 500 && two.count(0xD55E00) > one.count(0xD55E00) * 3 / 2)
    }

    /// What has no value passes below the axis, and the page says what that means.
    @Test func whatIsNotSet() throws {
        let (set, unset) = (try pixels([[0.5, 0.5, 0.5]]), try pixels([[0.5, nil, 0.5]]))
        /// Pixels of the middle axis that are no paper, in some rows.
        func marks(_ pixels: PNGPixels, _ rows: Range<Int>) -> Int {
            rows.reduce(0) { sum, y in
                sum + (pixels.width / 2 - 30..<pixels.width / 2 + 30).count { pixels[$0, y] != 0xFFFFFF }
            }
        }
        #expect(marks(set, 378..<400) == 0 && marks(unset, 378..<400) > 50, "words")
        #expect(marks(unset, 365..<376) > marks(set, 365..<376), "the way down and up")
    }

    @Test(arguments: [0, 1, 2, 12]) func anyNumberOfAxes(_ count: Int) throws {
        #expect(try pixels([Array(repeating: 0.5, count: count)], axes: count).height > 0)
        // A line that is shorter than there are axes is one that has no value there.
        #expect(try pixels([[]], axes: count).height > 0)
    }
}
