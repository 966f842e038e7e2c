import Diagnostics
import Testing

@Suite struct ReadingOrderTests {
    private func at(_ file: String?, _ line: Int = 1, _ severity: Diagnostic.Severity = .error) -> Diagnostic {
        Diagnostic(
            "x", severity, "\(file ?? "-") \(line)", at: file.map { SourcePosition(file: $0, line: line, column: 1) },
            outcome: .missingInput)
    }

    @Test func filesKeepTheirOrderAndPlacelessOnesComeLast() {
        let shown = [at(nil), at("b", 2), at("a", 1), at("b", 1)].forReading()
        #expect(shown.map(\.message) == ["b 1", "b 2", "a 1", "- 1"])
    }

    /// A lint rests on what will change; a warning is about what is written.
    @Test func lintsWaitForTheErrors() {
        #expect([at("a", 1, .lint), at("a", 2, .warning)].forReading().map(\.severity) == [.lint, .warning])
        #expect([at("a", 1, .lint), at("a", 2, .warning), at("a", 3)].forReading().map(\.severity) == [.warning, .error])
    }

    @Test func thereIsAnEnd() {
        let many = (1...500).map { at("a", $0, .warning) } + (501...560).map { at("a", $0) }
        let shown = many.forReading()
        #expect(shown.count == [Diagnostic].limit + 1)
        #expect(shown.count { $0.severity == .error } == 60)
        #expect(shown.last?.message == "460 more are not shown")
        #expect(ExitCode(for: shown) == .missingInput)
        #expect((1...100).map { at("a", $0) }.forReading().count == 100)
    }
}
