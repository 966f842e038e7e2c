import Diagnostics
import Plan

/// Looks at what lies outside the experiment: which classes a data set has and how many images of each, and whether a file is there.
/// No pixel is decoded.
///
/// Planning asks it, so that it need not know of files; `check` has none.
public protocol DataProbe: Sendable {
    /// What a data set holds. Its `classes` are those that the file names, in that order, or empty; `counts` are nil.
    func probe(_ dataset: DatasetPlan) -> DataProbeResult
    /// Whether a file lies at an absolute path.
    func hasFile(at path: String) -> Bool
}

/// What a probe found.
public enum DataProbeResult: Hashable, Sendable {
    /// The classes in label order, and the images of each after `split` and `limit`.
    case found(classes: [String], counts: [Int])
    /// Why it cannot be read: a folder or a manifest is missing, a row is broken. Where a diagnostic has no position, planning gives it that of
    /// the data set's source.
    case failed([Diagnostic])
}
