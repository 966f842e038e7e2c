/// The exit codes of the command, those of `sysexits.h` where one fits.
public enum ExitCode: Int32, Sendable, CaseIterable {
    /// Done.
    case success = 0
    /// It ran and failed: a NaN loss.
    case failure = 1
    /// The command line is wrong.
    case usage = 64
    /// The experiment or its data is invalid.
    case invalid = 65
    /// An input is missing, and nothing else is wrong.
    case missingInput = 66
    /// A fault of this program.
    case internalFault = 70
    /// Results cannot be written.
    case cannotWrite = 73
    /// Interrupted with a checkpoint: run again.
    case interruptedResumable = 75
    /// Interrupted by SIGINT.
    case interrupted = 130
    /// Interrupted by SIGTERM.
    case terminated = 143

    /// The exit code that a set of diagnostics asks for; success where none is an error.
    ///
    /// A missing input is 66 only where nothing is 65; an internal fault wins over everything.
    public init(for diagnostics: some Sequence<Diagnostic>) {
        let outcomes = Set(diagnostics.lazy.filter { $0.severity == .error }.map(\.outcome))
        let byWeight: [(Diagnostic.Outcome, ExitCode)] = [
            (.internalFault, .internalFault), (.cannotWrite, .cannotWrite), (.failed, .failure), (.usage, .usage),
            (.invalid, .invalid), (.missingInput, .missingInput),
        ]
        self = byWeight.first { outcomes.contains($0.0) }?.1 ?? .success
    }
}
