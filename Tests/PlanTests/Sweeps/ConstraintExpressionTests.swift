import Foundation
import Plan
import TestSupport
import Testing

struct ConstraintExpressionTests {
    private func holds(_ text: String, _ values: [String: SweepValue] = [:]) throws -> Bool? {
        try ConstraintExpression(parsing: text).evaluate(values)
    }

    /// Random constraints with Python's answers; see constraints.py.
    @Test func agreesWithPython() throws {
        struct Fixture: Decodable {
            struct Case: Decodable {
                var text: String
                var value: Bool
            }
            var names: [String: Double]
            var cases: [Case]
        }
        let data = try Data(contentsOf: Fixtures.url("sweeps/constraints.json"))
        let fixture = try JSONDecoder().decode(Fixture.self, from: data)
        #expect(fixture.cases.count == 200)
        let values = fixture.names.mapValues { SweepValue.number($0) }
        for one in fixture.cases { #expect(try holds(one.text, values) == one.value, "\(one.text)") }
    }

    @Test func readsNumbersAsTheLanguageDoes() throws {
        #expect(try holds("50% == 0.5") == true)
        #expect(try holds("0.1% == 1e-3") == true)
        #expect(try holds("1e2% == 1") == true)
        #expect(try holds("1/255 < 0.004") == true)
        #expect(try holds("0.1 + 0.2 == 0.3 and not 0.1 + 0.2 > 0.3") == true)
    }

    @Test func namesArePathsAndTextsAreQuoted() throws {
        let values: [String: SweepValue] = [
            "steps.training_1.epochs": .number(3), "a-b": .number(2), "a": .number(5), "b": .number(1),
            "callbacks.x[0].monitor": .yaml("loss"), "optimizer": .yaml("\"no\""), "flag": .yaml("true"), "it": .yaml("'it''s'"),
        ]
        #expect(try holds("steps.training_1.epochs*2 == 6", values) == true)
        #expect(try holds("a-b == 2", values) == true)
        #expect(try holds("a - b == 4", values) == true)
        #expect(try holds("callbacks.x[0].monitor == 'loss'", values) == true)
        #expect(try holds("optimizer == 'no' and flag == true and it == \"it's\"", values) == true)
        #expect(try holds("optimizer == 3", values) == false)
        #expect(try holds("optimizer != 3", values) == true)
    }

    /// An unknown part decides nothing where the rest decides alone.
    @Test func whatIsNotSetDecidesNothing() throws {
        let values: [String: SweepValue] = ["a": .number(1), "t": .yaml("relu")]
        #expect(try holds("momentum > 0.5", values) == nil)
        #expect(try holds("not momentum > 0.5", values) == nil)
        #expect(try holds("a == 1 or momentum > 0.5", values) == true)
        #expect(try holds("momentum > 0.5 or a == 1", values) == true)
        #expect(try holds("a == 2 and momentum > 0.5", values) == false)
        #expect(try holds("a == 1 and momentum > 0.5", values) == nil)
        #expect(try holds("t * 2 > 1", values) == nil)
        #expect(try holds("t > 1", values) == nil)
    }

    @Test func tellsItsNames() throws {
        let names = try ConstraintExpression(parsing: "filters * units <= 10 and kind == 'a'").names
        #expect(names.map(\.path) == ["filters", "units", "kind"])
        #expect(names.map(\.column) == [1, 11, 27])
        #expect(names.map(\.isNumeric) == [true, true, false])
    }

    @Test(arguments: [
        ("", 1, "is missing"), ("filters", 1, "compares nothing"), ("a + 1", 1, "compares nothing"),
        ("a < ", 5, "missing at the end"), ("a = 1", 3, "written `==`"), ("a < b < c", 7, "a < 3"), ("(a < 1", 1, "never closed"),
        ("a < 1)", 6, "never opened"), ("a && b", 3, "written `and`"), ("a < 1 and b", 11, "needs a comparison"),
        ("'x' + 1 < 2", 1, "needs a number"), ("(a < 1) + 1 > 2", 1, "needs a number"), ("a ** 2 < 3", 3, "no powers"),
        ("a < 1.2.3", 5, "no number"), ("a < 3x", 5, "no number"), ("a $ 1", 3, "has no `$`"),
        ("a b < 1", 3, "operator is missing"),
        ("a < 'x", 5, "quote"), ("* 2 < 1", 1, "missing before"), ("a < 50 %", 8, "right behind"),
        ("a < (1 b)", 8, "missing before"),
        ("a < 1e999", 5, "no number"), ("a[0 < 1", 2, "has no `[`"), ("not 3", 5, "needs a comparison"),
        ("a < (b < 1)", 5, "true or false"),
    ]) func saysWhatIsWrong(_ text: String, _ column: Int, _ part: String) {
        #expect {
            try ConstraintExpression(parsing: text)
        } throws: { error in
            guard let error = error as? ConstraintExpression.Malformed else { return false }
            return error.column == column && error.message.contains(part)
        }
    }

    @Test func isBounded() throws {
        let deep = String(repeating: "(", count: 100) + "a" + String(repeating: ")", count: 100) + " < 1"
        #expect(throws: ConstraintExpression.Malformed.self) { try ConstraintExpression(parsing: deep) }
        let signs = "a < " + String(repeating: "-", count: 1000) + "1"
        #expect(throws: ConstraintExpression.Malformed.self) { try ConstraintExpression(parsing: signs) }
        #expect(throws: ConstraintExpression.Malformed.self) {
            try ConstraintExpression(parsing: String(repeating: "a", count: 5000) + " < 1")
        }
        let long = Array(repeating: "a", count: 1300).joined(separator: "+") + " > 1"
        #expect(try holds(long, ["a": .number(1)]) == true)
    }
}
