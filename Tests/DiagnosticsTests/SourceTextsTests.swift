import Diagnostics
import Testing

@Suite struct SourceTextsTests {
    @Test func linesEndWhereYAMLEndsThem() {
        #expect(SourceTexts.split("a\nb\r\nc\rd\u{85}e\u{2028}f\u{2029}g") == ["a", "b", "c", "d", "e", "f", "g"])
        #expect(SourceTexts.split("a\n") == ["a", ""])
        #expect(SourceTexts.split("") == [""])
        #expect(SourceTexts.split("\r\n\n\r") == ["", "", "", ""])
    }

    @Test func linesAreFoundByFileAndNumber() {
        var texts = SourceTexts("one\ntwo", file: "a.yaml")
        texts.add(SourceTexts("three", file: "b.yaml"))
        texts.add("data=/x", file: "--set data=/x")
        #expect(texts.line(2, of: "a.yaml") == "two")
        #expect(texts.line(1, of: "b.yaml") == "three")
        #expect(texts.files == ["--set data=/x", "a.yaml", "b.yaml"])
        #expect(texts.line(0, of: "a.yaml") == nil)
        #expect(texts.line(3, of: "a.yaml") == nil)
        #expect(texts.line(1, of: "c.yaml") == nil)
    }

    @Test func aTextIsReplaced() {
        var texts = SourceTexts("one\ntwo", file: "a")
        texts.add("three", file: "a")
        #expect(texts.line(1, of: "a") == "three")
        #expect(texts.line(2, of: "a") == nil)
    }
}
