import Plan
import Testing

@testable import Sweeping

@Suite struct UnitCoordinatesTests {
    @Test func coordinatesAreTheInverseOfTheSpace() throws {
        let space = SearchSpace(try SamplerCase.plan(RandomSearch(), SamplerCase.mixed))
        let coordinates = UnitCoordinates(space.parameters)
        #expect(coordinates.axes == [.interval, .interval, .steps(8), .choices(2), .interval])
        let point = coordinates.coordinates(space.assignment(unit: [0.3, 0.71, 0.4, 0.1, 0.2])).map { $0 ?? .nan }
        let expected = [0.3, 0.71, 3.5 / 8, 0.25, 0.2]
        for (value, expected) in zip(point, expected) { #expect(abs(value - expected) < 1e-12) }
        let other = coordinates.coordinates(space.assignment(unit: [0, 0.99, 0.99, 0.5, 0.2]))
        #expect(other[0] == 0)
        #expect(other[2] == 7.5 / 8)
        #expect(other[3] == 0.75)
        #expect(other[4] == nil)
    }

    @Test func valuesOutsideTheSpaceHaveNone() {
        let coordinates = UnitCoordinates(SamplerCase.mixed)
        let point = Assignment([
            SweepSetting(path: "rate", value: .number(-1)), SweepSetting(path: "dropout", value: .number(0.6)),
            SweepSetting(path: "units", value: .number(9)), SweepSetting(path: "optimizer", value: .yaml("other")),
            SweepSetting(path: "momentum", value: .yaml("0.5x")), SweepSetting(path: "unknown", value: .number(1)),
        ])
        #expect(coordinates.coordinates(point) == [nil, nil, nil, nil, nil])
    }

    @Test func extremesDoNotOverflow() {
        let all = UnitCoordinates([
            SweepParameter(path: "n", domain: .intUniform(low: .min, high: .max)),
            SweepParameter(path: "x", domain: .uniform(low: 2, high: 2)),
        ])
        #expect(all.axes == [.steps(.max), .interval])
        let point = Assignment([SweepSetting(path: "n", value: .number(0)), SweepSetting(path: "x", value: .number(2))])
        #expect(all.coordinates(point) == [0.5, 0.5])
    }
}
