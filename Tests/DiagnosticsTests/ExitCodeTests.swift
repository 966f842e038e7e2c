import Diagnostics
import Testing

@Suite struct ExitCodeTests {
    /// The values of `sysexits.h` (EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_SOFTWARE, EX_CANTCREAT, EX_TEMPFAIL) and 128 + the signal.
    @Test func codesAreThoseOfTheSystem() {
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 64, 65, 66, 70, 73, 75, 130, 143])
    }

    @Test(
        arguments: [
            ([], ExitCode.success),
            ([.invalid], .invalid),
            ([.missingInput], .missingInput),
            ([.missingInput, .invalid], .invalid),
            ([.usage, .invalid], .usage),
            ([.invalid, .failed], .failure),
            ([.failed, .cannotWrite], .cannotWrite),
            ([.cannotWrite, .internalFault, .invalid], .internalFault),
        ] as [([Diagnostic.Outcome], ExitCode)])
    func weightiestOutcomeDecides(outcomes: [Diagnostic.Outcome], expected: ExitCode) {
        #expect(ExitCode(for: outcomes.map { Diagnostic("x", "x", outcome: $0) }) == expected)
    }

    @Test func onlyErrorsCount() {
        #expect(ExitCode(for: [Diagnostic("x", .warning, "x"), Diagnostic("y", .lint, "y")]) == .success)
        #expect(ExitCode(for: [Diagnostic("x", .warning, "x", outcome: .internalFault), Diagnostic("y", "y")]) == .invalid)
    }
}
