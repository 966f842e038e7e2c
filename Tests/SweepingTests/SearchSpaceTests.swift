import Plan
import TestSupport
import Testing

@testable import Sweeping

@Suite struct SearchSpaceTests {
    static func numbers(_ path: String, _ values: [Double], when conditions: [SweepCondition] = []) -> SweepParameter {
        SweepParameter(
            path: path, domain: .values(values.map { .number($0) }, isOrdered: true), conditions: conditions)
    }

    static func words(_ path: String, _ values: [String], when conditions: [SweepCondition] = []) -> SweepParameter {
        SweepParameter(path: path, domain: .values(values.map { .yaml($0) }, isOrdered: false), conditions: conditions)
    }

    private func space(_ parameters: [SweepParameter], _ constraints: [String] = []) throws -> SearchSpace {
        var plan = try SampleSweep.make(parameters: parameters)
        plan.constraints = constraints.map { SweepConstraint(text: $0) }
        return SearchSpace(plan)
    }

    private func texts(_ space: SearchSpace) -> [String] { space.gridPoints().map(\.text) }

    @Test func theLastParameterVariesFastest() throws {
        let space = try space([Self.numbers("a", [1, 2]), SweepParameter(path: "b", domain: .intUniform(low: -1, high: 1))])
        #expect(texts(space) == ["a=1 b=-1", "a=1 b=0", "a=1 b=1", "a=2 b=-1", "a=2 b=0", "a=2 b=1"])
        #expect(space.gridCount == 6)
    }

    @Test func whatIsNotSetIsLeftOutAndComesOnce() throws {
        let space = try space([
            Self.words("optimizer", ["SGD", "Adam"]),
            Self.numbers("momentum", [0, 0.9], when: [SweepCondition(path: "optimizer", values: [.yaml("SGD")])]),
            Self.numbers("rate", [1, 2]),
        ])
        #expect(
            texts(space) == [
                "optimizer=SGD momentum=0 rate=1", "optimizer=SGD momentum=0 rate=2", "optimizer=SGD momentum=0.9 rate=1",
                "optimizer=SGD momentum=0.9 rate=2", "optimizer=Adam rate=1", "optimizer=Adam rate=2",
            ])
        #expect(space.gridCount == 6)
    }

    @Test func conditionsMayReferToWhatComesLaterAndBeChains() throws {
        let space = try space([
            Self.numbers("c", [1, 2], when: [SweepCondition(path: "b", values: [.number(5)])]),
            Self.numbers("b", [5, 6], when: [SweepCondition(path: "a", values: [.yaml("on")])]), Self.words("a", ["on", "off"]),
        ])
        // With a off, b is not set, and so neither is c, whatever b would be.
        #expect(Set(texts(space)) == ["c=1 b=5 a=on", "c=2 b=5 a=on", "b=6 a=on", "a=off"])
        #expect(texts(space).count == 4)
        #expect(space.assignment(unit: [0.9, 0.1, 0.1]).text == "c=2 b=5 a=on")
        #expect(space.assignment(unit: [0.9, 0.1, 0.9]).text == "a=off")
    }

    @Test func circlesAndUnknownNamesHangNobody() throws {
        let space = try space([
            Self.numbers("a", [1, 2], when: [SweepCondition(path: "b", values: [.number(1)])]),
            Self.numbers("b", [1, 2], when: [SweepCondition(path: "a", values: [.number(1)])]),
            Self.numbers("c", [1, 2], when: [SweepCondition(path: "c", values: [.number(1)])]),
            Self.numbers("d", [1, 2], when: [SweepCondition(path: "nothing", values: [.number(1)])]),
            Self.numbers("e", [1, 2], when: [SweepCondition(path: "a", values: [.number(1)])]), Self.numbers("f", [1, 2]),
        ])
        #expect(texts(space) == ["f=1", "f=2"])
        #expect(space.assignment(unit: [0, 0, 0, 0, 0, 0.5]).text == "f=2")
    }

    @Test func constraintsHoldOfEveryPoint() throws {
        let space = try space(
            [
                Self.words("kind", ["x", "y"]),
                Self.numbers("a", [1, 2, 3], when: [SweepCondition(path: "kind", values: [.yaml("x")])]),
                Self.numbers("b", [1, 2, 3]),
            ], ["a + b <= 4", "b != 2"])
        // Where a is not set, what is said of it does not apply.
        #expect(
            texts(space) == [
                "kind=x a=1 b=1", "kind=x a=1 b=3", "kind=x a=2 b=1", "kind=x a=3 b=1", "kind=y b=1", "kind=y b=3",
            ])
        #expect(space.gridCount == 6)
        #expect(space.gridPoints().allSatisfy { space.allows($0) })
        #expect(!space.allows(Assignment([SweepSetting(path: "b", value: .number(2))])))
    }

    @Test func aTextThatIsNoConstraintIsSatisfiedByNothing() throws {
        let space = try space([Self.numbers("a", [1])], ["a <"])
        #expect(texts(space).isEmpty)
        #expect(!space.allows(Assignment([SweepSetting(path: "a", value: .number(1))])))
    }

    /// Against what a list of all combinations gives, for spaces drawn at random.
    @Test func theWalkFindsWhatAListOfAllCombinationsHas() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let count = Int.random(in: 1...5, using: &random)
            let parameters = (0..<count).map { index in
                let conditions = (0..<Int.random(in: 0...1, using: &random)).map { _ in
                    SweepCondition(
                        path: "p\(Int.random(in: 0..<count, using: &random))",
                        values: [.number(Double(Int.random(in: 1...2, using: &random)))])
                }
                let values = (1...Int.random(in: 1...3, using: &random)).map { Double($0) }
                return Self.numbers("p\(index)", values, when: conditions)
            }
            let constraints = Bool.random(using: &random) ? ["p0 + 2 * p\(count - 1) != 5"] : []
            let space = try space(parameters, constraints)
            var expected: [Assignment] = []
            func combine(_ values: [SweepValue]) {
                if values.count == count {
                    let point = space.assignment(values: values)
                    if space.allows(point), !expected.contains(point) { expected.append(point) }
                } else if case .values(let next, _) = parameters[values.count].domain {
                    for value in next { combine(values + [value]) }
                }
            }
            combine([])
            #expect(Array(space.gridPoints()) == expected)
            #expect(space.gridCount == expected.count)
        }
    }

    @Test func aGridIsWalkedAsItIsAskedFor() throws {
        let axis = SweepDomain.intUniform(low: 1, high: 1_000_000_000)
        let huge = ["a", "b", "c"].map { SweepParameter(path: $0, domain: axis) }
        #expect(try space(huge).gridCount == .max)
        #expect(try space(huge).gridPoints().prefix(3).map(\.text).last == "a=1 b=1 c=3")
        // Nobody can count so far: an upper bound.
        let impossible = try space(huge, ["a + b < 0"])
        #expect(impossible.gridCount == .max)
        let widest = SweepParameter(path: "a", domain: .intUniform(low: .min, high: .max))
        #expect(try space([widest]).gridCount == .max)
    }

    @Test func intervalsHaveNoGrid() throws {
        let space = try space(SampleSweep.continuous)
        #expect(space.gridCount == nil)
        #expect(texts(space).isEmpty)
    }

    @Test func theUnitCubeCoversTheSpaceEvenly() throws {
        let space = try space([
            SweepParameter(path: "u", domain: .uniform(low: -1, high: 3)),
            SweepParameter(path: "l", domain: .logUniform(low: 1e-4, high: 1)),
            SweepParameter(path: "i", domain: .intUniform(low: 1, high: 4)), Self.words("w", ["x", "y", "z"]),
        ])
        let first = space.assignment(unit: [0, 0, 0, 0])
        #expect((first["u"], first["i"], first["w"]) == (.number(-1), .number(1), .yaml("x")))
        #expect(abs((first["l"]?.number ?? 0) - 1e-4) < 1e-18)
        let middle = space.assignment(unit: [0.5, 0.5, 0.5, 0.5])
        #expect(middle["u"] == .number(1))
        #expect(abs((middle["l"]?.number ?? 0) - 0.01) < 1e-15)
        #expect(middle["i"] == .number(3))
        #expect(middle["w"] == .yaml("y"))
        let end = (1.0).nextDown
        let last = space.assignment(unit: [end, end, end, end])
        #expect((last["u"]?.number ?? 9) <= 3)
        #expect((last["l"]?.number ?? 9) <= 1)
        #expect(last["i"] == .number(4))
        #expect(last["w"] == .yaml("z"))
        // What is no coordinate leads nowhere else.
        for strange in [-1, 1, 2, .nan, .infinity] {
            let point = space.assignment(unit: [strange, strange, strange, strange])
            #expect((-1...3).contains(point["u"]?.number ?? 9))
            #expect((1...4).contains(point["i"]?.number ?? 9))
        }
        var counts = [0, 0, 0, 0]
        for step in 0..<4000 {
            let place = (Double(step) + 0.5) / 4000
            if let value = space.assignment(unit: [0, 0, place, 0])["i"]?.number { counts[Int(value) - 1] += 1 }
        }
        #expect(counts == [1000, 1000, 1000, 1000])
    }
}
