import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

/// Broken texts by the hundred: every one ends, in a tree or in diagnostics that point into the text.
@Suite struct MutationTests {
    private static let seed = """
        # yaml-language-server: $schema=x
        assay: 1
        parameters: {data: ../chest_xray, height: 150}
        datasets:
          train: &images {folder: "${data}/train", image_size: ["${height}", 150], augmentation: 'clean'}
          test: {<<: *images, folder: "${data}/test"}
        models:
          cnn:
            layers:
              - Conv2D: {filters: 64, kernel_size: 3}
              - Flatten
        description: |
          two
          lines
        steps:
          - freeze: {model: m, layers: "[:-5]"}
        """

    private func mutant(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(Self.seed.utf8)
        let pieces = [
            "\t", "\n", "  ", ":", ": ", "- ", "[", "]", "{", "}", "\"", "'", "*", "&", "!", "%", "@", "#", "|", ">", "<<: ",
            "---\n", "肺", "? ", ",",
        ]
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
            default: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
            }
            if bytes.isEmpty { return bytes }
        }
        return bytes
    }

    @Test func mutantsEndInATreeOrInDiagnostics() {
        var random = SeededGenerator(seed: 7)
        var trees = 0
        var failures = 0
        for _ in 0..<1000 {
            let bytes = mutant(&random)
            let (node, diagnostics) = YAMLParser.parse(bytes, file: "f")
            if node == nil { failures += 1 } else { trees += 1 }
            #expect(node != nil || !diagnostics.isEmpty)
            let sources = SourceTexts(String(decoding: bytes, as: UTF8.self), file: "f")
            for diagnostic in diagnostics {
                #expect(!diagnostic.message.isEmpty)
                #expect(diagnostic.length >= 1)
                if let position = diagnostic.position, diagnostic.id != "invalid-utf8" {
                    let line = sources.line(position.line, of: "f")
                    #expect(line != nil || sources.line(position.line - 1, of: "f") != nil, "\(diagnostic)")
                    if let line { #expect(position.column <= line.unicodeScalars.count + 1, "\(diagnostic)") }
                }
                _ = TextRenderer(color: false, sources: sources).render(diagnostic)
            }
        }
        #expect(trees > 50)
        #expect(failures > 50)
    }

    @Test func noiseEnds() {
        var random = SeededGenerator(seed: 11)
        let alphabet = Array(" \n\t:-[]{}\"'*&!%@#|>,?a1~<".utf8)
        for _ in 0..<1000 {
            let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            let (node, diagnostics) = YAMLParser.parse(bytes, file: "f")
            #expect(node != nil || !diagnostics.isEmpty, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    /// Large texts that make careless parsers quadratic.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "? ", "a:\n", "\"", "&a ", "- &a\n", "[a, ", "a", "{a: b}, ", " ", "\n", "#\n", "'a", "*a ", "[]: ", "|\n",
            "\u{2028}",
        ])
    func largeTextsEnd(piece: String) {
        let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
        let (node, diagnostics) = YAMLParser.parse(Array(text.utf8), file: "f")
        #expect(node != nil || !diagnostics.isEmpty)
    }
}
