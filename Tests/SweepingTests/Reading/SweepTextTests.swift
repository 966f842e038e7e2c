import Foundation
import Plan
import TestSupport
import Testing

@testable import Sweeping

@Suite struct SweepTextTests {
    private let importance = [
        SweepComparison.Importance(parameter: "learning_rate", share: 0.7),
        SweepComparison.Importance(parameter: MadeUpSweep.key, share: 0.3),
    ]

    private func compare(_ reading: SweepReading, width: Int = 120, limit: Int = 12, style: TextTable.Style = .box) -> String {
        SweepComparisonText(reading, importance: importance, limit: limit, width: width, style: style).text
    }

    /// `TEXTS=1 swift test --filter SweepTextTests` prints them to be looked at.
    @Test(arguments: [80, 120], [1, 3])
    func fitsAWidth(_ width: Int, _ seeds: Int) {
        for style in [TextTable.Style.box, .ascii] {
            let reading = MadeUpSweep.reading(seeds: Array(42..<(42 + seeds)))
            let pages = [
                compare(reading, width: width, style: style),
                SweepStatusText(reading, folder: "Results/phantom-transfer/sweeps/rates", width: width, style: style).text,
            ]
            for page in pages {
                if ProcessInfo.processInfo.environment["TEXTS"] == "1" { print(page) }
                #expect(page.split(separator: "\n").allSatisfy { $0.count <= width }, "\(page)")
                #expect(style == .box || page.utf8.allSatisfy { $0 < 128 }, "\(page)")
            }
        }
    }

    @Test func whatTheNoiseExplainsIsSaid() {
        let text = compare(MadeUpSweep.reading())
        #expect(text.contains("smaller than the noise of the seeds") && text.contains("noise\n"))
        #expect(!text.contains("seeds: 3"))
        let single = compare(MadeUpSweep.reading(seeds: [1]))
        #expect(!single.contains("smaller than the noise") && !single.contains("Deviation") && single.contains("seeds: 3"))
    }

    @Test func statusNamesLogs() {
        let text = SweepStatusText(MadeUpSweep.reading(), folder: "R", width: 100, style: .ascii).text
        #expect(text.contains("R/trials/000000000514/log.txt"))
        #expect(text.contains("the loss became NaN in epoch 2"))
        #expect(text.contains("node-1") && text.contains("4711"))
        #expect(text.hasSuffix("\nR\n"))
    }

    @Test func emptySweeps() {
        let reading = MadeUpSweep.reading(points: 0)
        #expect(compare(reading).contains("120 trials: 120 waiting"))
        #expect(SweepStatusText(reading, folder: "R", width: 80, style: .ascii).text.contains("waiting"))
    }

    @Test(arguments: [
        (0.04, "0.0 s"), (59.96, "60.0 s"), (99.96, "1 min 40 s"), (3599.6, "1 h 00 min"), (200_000, "2 d 7 h"), (.infinity, "?"),
    ])
    func times(_ seconds: Double, _ text: String) { #expect(SweepWords.time(seconds) == text) }

    @Test func numbers() {
        #expect(SweepWords([0.9]).value(0.87654) == "0.8765")
        #expect(SweepWords([3.2e-5]).value(3.2e-5) == "0.000032000".prefix(10))
        #expect(SweepWords([1]).value(1e9) == "1.0000e+09")
        #expect(SweepWords.setting(.number(0.000_123_456_789)) == "0.0001235")
        #expect(SweepWords.setting(.number(64)) == "64")
        #expect(SweepWords.setting(nil) == "-")
    }
}
