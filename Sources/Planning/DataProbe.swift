import Diagnostics
import Plan

/// Looks at a data set where it lies: which classes it has and how many images of each. No pixel is decoded.
///
/// Planning asks it, so that it need not know of files; `check` has none.
public protocol DataProbe: Sendable {
    /// What a data set holds. Its `classes` are those that the file names, in that order, or empty; `counts` are nil.
    func probe(_ dataset: DatasetPlan) -> DataProbeResult
}

/// What a probe found.
public enum DataProbeResult: Hashable, Sendable {
    /// The classes in label order, and the images of each after `split` and `limit`.
    case found(classes: [String], counts: [Int])
    /// Why it cannot be read: a folder or a manifest is missing, a row is broken. Where a diagnostic has no position, planning gives it that of
    /// the data set's source.
    case failed([Diagnostic])
}
