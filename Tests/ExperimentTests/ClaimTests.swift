import Plan
import Testing

@testable import Experiment

struct ClaimTests {
    /// How many digits of a value were printed.
    @Test(
        arguments: [
            ("78.25%", 4), ("78.25 %", 4), ("0.7825", 4), ("78%", 2), ("7.825e-1", 4), ("78.250%", 5), ("1", 0), ("15e1", 0),
            (".5", 1),
            ("1e1%", 1), ("12.5e-1%", 4), ("1e-400", 20), ("1e-99999999999999999999", 20), ("0.0000000000000000000000001", 20),
            ("1/3", nil), ("2504/3200", nil), ("abc", nil),
        ] as [(String, Int?)]) func decimals(_ text: String, _ decimals: Int?)
    { #expect(Numeral.decimals(text) == decimals) }

    private func claim(_ more: String) throws -> ClaimSpec {
        let decoded = try Decoded("claims: [{step: a, metric: acc, \(more)}]")
        #expect(decoded.diagnostics == [])
        return try #require(decoded.file?.claims.first)
    }

    @Test func valuesKeepTheirDigits() throws {
        #expect(try claim("value: 78.25%").value == PublishedValue(0.7825, decimals: 4, isPercentage: true))
        #expect(try claim("value: 0.430").value == PublishedValue(0.43, decimals: 3))
        #expect(try claim("value: 2504/3200").value == PublishedValue(0.7825, decimals: nil))
    }

    @Test func intervals() throws {
        #expect(try claim("value: 1%").interval == 0.95)
        #expect(try claim("value: 1%, interval: 99%").interval == 0.99)
        #expect(try claim("value: 1%, interval: 0.5").interval == 0.5)
        #expect(try claim("value: 1%, interval: 99.99%").interval == 0.9999)
    }

    @Test(arguments: ["100%", "49%", "0", "1", "-0.9", "99.999%", "wide", "[0.9]"])
    func noIntervals(_ text: String) throws {
        let decoded = try Decoded("claims: [{step: a, metric: acc, value: 1%, interval: \(text)}]")
        #expect(decoded.diagnostics.count == 1 && decoded.diagnostics.first?.severity == .error)
    }

    /// The slip that is likeliest.
    @Test func aPercentageWithoutItsSign() throws {
        let decoded = try Decoded("claims: [{step: a, metric: acc, value: 1%, interval: 99}]")
        let diagnostic = try #require(decoded.diagnostics.first)
        #expect(decoded.diagnostics.count == 1 && diagnostic.id == "out-of-range" && diagnostic.help == ["write 99%"])
        #expect(diagnostic.message == "`interval` needs a share from 50% to 99.99%, and here it is `99`")
    }
}
