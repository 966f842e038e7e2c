import Diagnostics
import Plan

/// An image that a data set goes on without.
public struct SkippedImage: Hashable, Sendable {
    /// Its path in the index.
    public var path: String
    /// What is wrong with it, a sentence with the file's absolute path.
    public var reason: String
    /// Whether it was there as the run began, and vanished or changed later; otherwise it never could be decoded.
    public var isLost: Bool
}

extension DatasetPlan {
    /// What is wrong where the folder that all paths start from is gone: the data as a whole, not single files. nil where it is there.
    var missingFolder: Diagnostic? {
        let folder: String
        switch source {
        case .folder(let path): folder = path
        case .csv(_, let root): folder = root
        case .synthetic: return nil
        }
        guard !Directory.exists(folder) else { return nil }
        return Diagnostic(
            "missing-folder", .error, "the folder '\(folder)' of the data set '\(name)' is gone",
            help: ["bring it back (is it on a disk that was taken off?), and run again"], outcome: .missingInput)
    }
}
