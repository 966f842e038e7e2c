import Testing

@testable import Diagnostics

@Suite struct SpellingTests {
    @Test(arguments: [
        ("filtres", "filters"), ("Filters", "filters"), ("kernel_sise", "kernel_size"), ("paddng", "padding"),
        ("stirdes", "strides"),
    ])
    func nearestIsFound(word: String, expected: String) {
        #expect(Spelling.nearest(to: word, in: ["filters", "kernel_size", "padding", "strides"]) == expected)
    }

    @Test func farWordsAreNotGuessed() {
        #expect(Spelling.nearest(to: "momentum", in: ["filters", "padding"]) == nil)
        #expect(Spelling.nearest(to: "ab", in: ["xy"]) == nil)
        #expect(Spelling.nearest(to: "", in: [String]()) == nil)
    }

    @Test func theFirstOfEquallyNearWins() {
        #expect(Spelling.nearest(to: "train_3", in: ["train_1", "train_2"]) == "train_1")
    }

    /// Optimal string alignment: published examples (kitten/sitting 3, ca/abc 3 because no substring is edited twice).
    @Test(arguments: [
        ("kitten", "sitting", 3), ("ca", "abc", 3), ("ab", "ba", 1), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0),
    ])
    func distances(a: String, b: String, expected: Int) {
        #expect(Spelling.distance(Array(a.unicodeScalars), Array(b.unicodeScalars)) == expected)
    }

    @Test func hugeWordsEndSoon() {
        let huge = String(repeating: "x", count: 1_000_000)
        #expect(Spelling.nearest(to: huge, in: Array(repeating: "filters", count: 100)) == nil)
    }
}
