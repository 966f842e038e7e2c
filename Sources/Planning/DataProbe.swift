import Diagnostics
import Network
import Plan
import Weights

/// Looks at what an experiment reads, where it lies: a data set's classes and how many images each has (no pixel is decoded), and
/// what a weights file holds.
///
/// Planning asks it, so that it need not know of files; `check` has none.
public protocol DataProbe: Sendable {
    /// What a data set holds. Its `classes` are those that the file names, in that order, or empty; `counts` are nil.
    /// The semantics says which files of a folder count.
    func probe(_ dataset: DatasetPlan, semantics: Semantics) -> DataProbeResult

    /// The names and shapes in a weights file; nil where this probe does not look into such files.
    ///
    /// - Throws: Why it cannot be read: it is missing or broken. Planning gives the diagnostic the position of the path.
    func weights(at path: String) throws(Diagnostic) -> WeightsIndex?
}

/// What a probe found.
public enum DataProbeResult: Hashable, Sendable {
    /// The classes in label order, and the images of each after `split` and `limit`.
    case found(classes: [String], counts: [Int])
    /// Why it cannot be read: a folder or a manifest is missing, a row is broken. Where a diagnostic has no position, planning gives it that of
    /// the data set's source.
    case failed([Diagnostic])
}
