import Testing

@testable import Sweeping

@Suite struct GaussianMassTests {
    private struct Fixture: Decodable {
        var below: [[Double]]
        var between: [[Double]]
    }

    @Test func massesAreThoseOfManyDigits() throws {
        let fixture = try SamplerCase.load(Fixture.self, "gaussian.json")
        for entry in fixture.below {
            let value = GaussianMass.logBelow(entry[0])
            #expect(abs(value - entry[1]) <= 1e-11 * abs(entry[1]), "below \(entry[0]): \(value)")
        }
        for entry in fixture.between {
            let value = GaussianMass.logBetween(entry[0], entry[1])
            #expect(abs(value - entry[2]) <= 1e-11 * abs(entry[2]), "between \(entry[0]) and \(entry[1]): \(value)")
        }
    }
}
