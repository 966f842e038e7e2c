import Diagnostics
import Foundation

extension Diagnostic {
    /// Results cannot be written: where, the system's reason, and what to do about that reason.
    static func cannotWrite(_ path: String, errno code: Int32) -> Diagnostic {
        let help: String
        switch code {
        case ENOSPC, EDQUOT: help = "make room on that disk, or choose another folder with --results"
        case EACCES, EPERM, EROFS: help = "choose a folder that you may write to with --results"
        case ENOTDIR, EISDIR, EEXIST: help = "something else has that name: move it away, or choose another folder with --results"
        case ENAMETOOLONG: help = "choose a shorter name for the experiment or the step"
        default: help = "choose another folder with --results"
        }
        return Diagnostic(
            "cannot-write", .error, "cannot write \(path): \(String(cString: strerror(code)))", help: [help],
            outcome: .cannotWrite)
    }

    /// A file of a run directory cannot be read or is not what it should be.
    static func cannotRead(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic("cannot-read", .error, "cannot read \(path): \(reason)", outcome: .invalid)
    }
}
