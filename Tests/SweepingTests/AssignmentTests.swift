import Plan
import Testing

@testable import Sweeping

@Suite struct AssignmentTests {
    @Test func equalValuesHaveEqualKeys() {
        let a = Assignment([
            SweepSetting(path: "rate", value: .number(0.1)), SweepSetting(path: "units", value: .number(64)),
        ])
        let b = Assignment(a.settings.reversed())
        #expect(a.key == b.key)
        #expect(a != b)
        #expect(a.text == "rate=0.1 units=64")
        #expect(a["units"] == .number(64))
        #expect(a["depth"] == nil)
    }
}
