import Testing

@testable import Diagnostics

@Suite struct DisplayTextTests {
    @Test(arguments: [
        ("plain text", "plain text"),
        ("Röntgen 肺 🫁", "Röntgen 肺 🫁"),
        ("a\tb\nc\rd", "a\\tb\\nc\\rd"),
        ("\u{1B}[31mred\u{7F}", "\\u{1B}[31mred\\u{7F}"),
        ("\u{9B}31m", "\\u{9B}31m"),
        ("\u{202E}txt.exe\u{2066}\u{200B}", "\\u{202E}txt.exe\\u{2066}\\u{200B}"),
        ("\u{0}\u{2028}", "\\u{0}\\u{2028}"),
    ])
    func invisibleScalarsAreWrittenOut(text: String, expected: String) {
        #expect(DisplayText.safe(text) == expected)
    }

    @Test func longTextsAreCut() {
        #expect(DisplayText.safe(String(repeating: "x", count: 5000), limit: 10) == "xxxxxxxxxx…")
        #expect(DisplayText.safe("0123456789", limit: 10) == "0123456789")
    }

    /// EastAsianWidth.txt: W and F are two columns; combining marks none.
    @Test(
        arguments: [
            ("a", 1), ("é", 1), ("肺", 2), ("あ", 2), ("ア", 2), ("ｱ", 1), ("한", 2), ("Ａ", 2), ("🫁", 2), ("\u{301}", 0), ("─", 1),
            ("﹏", 2),
        ] as [(Unicode.Scalar, Int)])
    func widths(scalar: Unicode.Scalar, expected: Int) {
        #expect(DisplayText.width(of: scalar) == expected)
    }
}
