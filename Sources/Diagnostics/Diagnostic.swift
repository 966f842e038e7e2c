/// One thing that is wrong, or worth knowing, said once: what, where, and what to do about it.
///
/// Every error that can reach a person is one of these, from a misspelt key to a full disk; `outcome` decides the exit code.
public struct Diagnostic: Error, Hashable, Sendable {
    /// How much it matters.
    public enum Severity: String, Codable, Sendable {
        /// Nothing can be run.
        case error
        /// It runs, and a careful reader would want to know.
        case warning
        /// A remark: what an era's Keras does and today's would not.
        case lint
    }

    /// What becomes of the command; see ``ExitCode``.
    public enum Outcome: String, Codable, Sendable {
        /// The command line is wrong (64).
        case usage
        /// The experiment or the data is invalid (65).
        case invalid
        /// An input is missing (66).
        case missingInput
        /// It ran and failed: a NaN (1).
        case failed
        /// Results cannot be written (73).
        case cannotWrite
        /// A fault of this program (70).
        case internalFault
    }

    /// A stable name of the situation, in kebab-case: `unknown-key`.
    public var id: String
    /// How much it matters.
    public var severity: Severity
    /// What is wrong, one sentence without a final full stop.
    public var message: String
    /// Where, if it has a place in a text.
    public var position: SourcePosition?
    /// The number of Unicode scalars to underline from `position`, at least 1.
    public var length: Int
    /// What to write or do instead, a sentence each: the nearest spelling, the accepted values.
    public var help: [String]
    /// What becomes of the command.
    public var outcome: Outcome

    /// Creates a diagnostic.
    public init(
        _ id: String, _ severity: Severity, _ message: String, at position: SourcePosition? = nil, length: Int = 1,
        help: [String] = [], outcome: Outcome = .invalid
    ) {
        self.id = id
        self.severity = severity
        self.message = message
        self.position = position
        self.length = length
        self.help = help
        self.outcome = outcome
    }

    /// Creates an error.
    public init(
        _ id: String, _ message: String, at position: SourcePosition? = nil, length: Int = 1, help: [String] = [],
        outcome: Outcome = .invalid
    ) {
        self.init(id, .error, message, at: position, length: length, help: help, outcome: outcome)
    }
}
