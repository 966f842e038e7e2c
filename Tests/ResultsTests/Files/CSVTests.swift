import Foundation
import TestSupport
import Testing

@testable import Results

/// Against Python's csv module; see `Tests/Fixtures/results/make_csv.py`.
@Suite struct CSVTests {
    private let rows: [[String]]
    private let text: String

    init() throws {
        rows = try JSONDecoder().decode([[String]].self, from: Data(contentsOf: Fixtures.url("results/tricky.json")))
        text = try String(contentsOf: Fixtures.url("results/tricky.csv"), encoding: .utf8)
    }

    @Test func writesWhatPythonWrites() { #expect(rows.map { CSV.line($0) + "\n" }.joined() == text) }

    @Test func readsWhatPythonWrites() { #expect(CSV.parse(text) == rows) }

    @Test func readsOtherLineEnds() {
        #expect(CSV.parse("a,b\r\n1,2") == [["a", "b"], ["1", "2"]])
        #expect(CSV.parse("") == [])
        #expect(CSV.parse("\"open, \n") == [["open, \n"]])
    }

    @Test func numbersReadBackTheSame() {
        for value in [0.1, 1.0 / 3, 1e-5, 2.0000000949949026e-4, -0.25, 1e300, 1e-300, 12345678901234567168] {
            #expect(Double(CSV.number(value)) == value)
        }
        #expect(CSV.number(3) == "3")
        #expect(CSV.number(0.1) == "0.1")
        #expect([Double.nan, -Double.nan, .infinity, -.infinity].map(CSV.number) == ["nan", "nan", "inf", "-inf"])
    }
}
