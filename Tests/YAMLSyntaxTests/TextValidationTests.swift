import Diagnostics
import Testing
import YAMLSyntax

@Suite struct TextValidationTests {
    private func first(_ bytes: [UInt8]) -> Diagnostic? {
        let (node, diagnostics) = YAMLParser.parse(bytes, file: "f")
        #expect(node == nil)
        return diagnostics.first
    }

    @Test func invalidBytesAreFound() {
        let diagnostic = first(Array("ä: 1\nb: 肺".utf8) + [0xC3, 0x28])
        #expect(diagnostic?.id == "invalid-utf8")
        #expect(diagnostic?.message == "the byte 0xC3 does not belong to UTF-8 text")
        #expect(diagnostic?.position == SourcePosition(file: "f", line: 2, column: 5))
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xFF],
        ] as [[UInt8]])
    func everyKindOfInvalidUTF8(bytes: [UInt8]) {
        let diagnostic = first(Array("a: ".utf8) + bytes)
        #expect(diagnostic?.id == "invalid-utf8")
        #expect(diagnostic?.position == SourcePosition(file: "f", line: 1, column: 4))
    }

    @Test func afterAByteOrderMarkToo() {
        let diagnostic = first([0xEF, 0xBB, 0xBF] + Array("a\r\nb".utf8) + [0xFE])
        #expect(diagnostic?.position == SourcePosition(file: "f", line: 2, column: 2))
        #expect(diagnostic?.message == "the byte 0xFE does not belong to UTF-8 text")
    }

    @Test func UTF16IsNamed() {
        #expect(first([0xFF, 0xFE, 0x61, 0x00])?.message == "this file is UTF-16, and only UTF-8 is read")
        #expect(first([0xFE, 0xFF, 0x00, 0x61])?.id == "invalid-utf8")
    }

    @Test(arguments: ["\u{0}", "\u{1B}", "\u{7F}", "\u{9B}", "\u{FEFF}", "\u{FFFE}"])
    func controlCharacters(text: String) {
        let diagnostic = first(Array("a: 1\r\nb: x\(text)y".utf8))
        #expect(diagnostic?.id == "control-character")
        #expect(diagnostic?.position == SourcePosition(file: "f", line: 2, column: 5))
    }
}
