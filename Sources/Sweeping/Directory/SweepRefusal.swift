import Diagnostics

/// Why a sweep must not go on in its folder.
public struct SweepRefusal: Error, Hashable, Sendable {
    /// What is wrong, the summary first, then what differs.
    public var diagnostics: [Diagnostic]

    /// Creates a refusal.
    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
