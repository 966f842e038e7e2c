import Diagnostics

/// All that is wrong with a data set, found in one go; never empty.
public struct DatasetFailure: Error, Hashable, Sendable {
    /// At least one error, perhaps with warnings found on the way.
    public var diagnostics: [Diagnostic]

    /// Creates a failure.
    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
