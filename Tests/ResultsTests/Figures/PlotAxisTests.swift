import Testing

@testable import Results

@Suite struct PlotAxisTests {
    @Test func linear() {
        let axis = PlotAxis("x", .linear, over: [0.2, 0.9, .nan, .infinity, 1e301])
        #expect(axis.range.lowerBound < 0.2 && axis.range.upperBound > 0.9 && axis.range.upperBound < 1)
        #expect(axis.ticks(count: 8).map(\.label) == ["0.2", "0.4", "0.6", "0.8"])
        #expect(axis.share(0.55).map { abs($0 - 0.5) < 1e-12 } == true)
        #expect(axis.share(.nan) == nil && axis.share(7) == 1 && axis.share(-7) == 0)
        #expect(axis.isBeyond(7) && axis.isBeyond(.infinity) && !axis.isBeyond(0.5) && !axis.isBeyond(.nan))
    }

    /// Equal ratios are equally far.
    @Test func logarithmic() {
        let axis = PlotAxis("rate", .log, over: [1e-5, 1e-1, 0, -3])
        #expect(axis.share(1e-3).map { abs($0 - 0.5) < 1e-12 } == true)
        #expect(axis.share(0) == nil && axis.share(-1) == nil)
        #expect(axis.ticks(count: 8).map(\.label) == ["1e-5", "1e-4", "0.001", "0.01", "0.1"])
        #expect(axis.ticks(count: 3).map(\.label) == ["1e-4", "0.01"])
        #expect(PlotAxis("u", .log, over: [16, 256]).ticks(count: 8).map(\.label) == ["30", "100"])
        #expect(PlotAxis("u", .log, over: [3, 11]).ticks(count: 8).map(\.label) == ["5", "10"])
        #expect(PlotAxis("u", .log, over: [1.0, 1.2]).ticks(count: 4).count >= 2)
    }

    @Test func namesAndChosenTicks() {
        let names = PlotAxis("optimizer", .names(["adam", "sgd"]), over: [])
        #expect(names.ticks(count: 0).map(\.label) == ["adam", "sgd"])
        #expect(names.share(0) == 0.25 && names.share(1) == 0.75)
        let chosen = PlotAxis("units", .log, over: [8, 32, 128], marks: [8, 32, 128])
        #expect(chosen.ticks(count: 3).map(\.label) == ["8", "32", "128"])
    }

    @Test(arguments: [[], [.nan], [0.5], [0.5, 0.5], [0], [-1e299, 1e299]] as [[Double]])
    func whateverTheValues(_ values: [Double]) {
        for scale in [PlotAxis.Scale.linear, .whole, .log, .names([])] {
            let axis = PlotAxis("x", scale, over: values)
            #expect(axis.range.lowerBound < axis.range.upperBound)
            #expect(axis.ticks(count: 5).allSatisfy { $0.value.isFinite })
            for value in values + [1, 0] { #expect(axis.share(value).map { (0...1).contains($0) } ?? true) }
        }
    }
}
