import Foundation
import TestSupport
import Testing

@testable import assay

/// The bar's text, against lines that Keras 3 printed (`Tests/Fixtures/command/make_progress.py`).
@Suite struct ProgressBarTests {
    private struct Fixture: Decodable {
        struct Line: Decodable {
            var step: Int
            var seconds: Double
            var values: [Double]
            var text: String
        }
        var steps: Int
        var names: [String]
        var lines: [Line]
    }

    @Test func asKerasHasIt() throws {
        let fixtures = try JSONDecoder().decode([Fixture].self, from: Data(contentsOf: Fixtures.url("command/progress.json")))
        #expect(fixtures.count > 3)
        let bar = ProgressBar(isUTF8: true, isColored: true)
        for fixture in fixtures {
            var first: Double?
            for line in fixture.lines {
                if line.step == 1 { first = line.seconds }
                let values = zip(fixture.names, line.values).map { (name: $0, value: $1) }
                let text =
                    bar.line(step: line.step, of: fixture.steps, seconds: line.seconds, first: first) + ProgressBar.values(values)
                #expect(text == line.text)
            }
        }
    }

    @Test func withoutColour() {
        let bar = ProgressBar(isUTF8: true, isColored: false)
        let text = " 5/20 " + String(repeating: "━", count: 5) + String(repeating: "─", count: 15) + " 3s 200ms/step"
        #expect(bar.line(step: 5, of: 20, seconds: 1) == text)
    }

    @Test(arguments: [
        (0, " 0/20 [....................] 0s 0s/step"), (1, " 1/20 [>...................] 19s 1s/step"),
        (10, "10/20 [=========>..........] 10s 1s/step"), (20, "20/20 [====================] 20s 1s/step"),
    ])
    func inASCII(_ step: Int, _ text: String) {
        #expect(ProgressBar(isUTF8: false, isColored: false).line(step: step, of: 20, seconds: Double(step)) == text)
    }

    @Test func numbersOfNoUse() {
        #expect(ProgressBar.number(0) == "0.0000")
        #expect(ProgressBar.number(.nan) == "nan" && ProgressBar.number(-.nan) == "nan")
        #expect(ProgressBar.left(.infinity).isEmpty == false && ProgressBar.left(.nan).isEmpty == false)
        #expect(ProgressBar(isUTF8: true, isColored: true).line(step: 3, of: 0, seconds: 1).contains("3/0"))
    }
}
