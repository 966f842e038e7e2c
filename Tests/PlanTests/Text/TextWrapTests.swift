import Testing

@testable import Plan

@Suite struct TextWrapTests {
    @Test func linesBreakBetweenWordsOnly() {
        #expect("one two three".wrapped(to: 7) == ["one two", "three"])
        #expect("one two three".wrapped(to: 8, indent: 2) == ["one two", "  three"])
        #expect("a unbreakable b".wrapped(to: 4) == ["a", "unbreakable", "b"])
        #expect("".wrapped(to: 4) == [])
    }

    @Test func noBreakSpacesHoldTogether() {
        #expect("a epochs:\u{A0}25".wrapped(to: 10) == ["a", "epochs: 25"])
        #expect("a epochs:\u{A0}25".wrapped(to: 9) == ["a epochs:", "25"])
    }
}
