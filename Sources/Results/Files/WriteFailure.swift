import Diagnostics
import Foundation

extension Diagnostic {
    /// Results cannot be written: where, the system's reason, and what to do about that reason.
    package static func cannotWrite(_ path: String, errno code: Int32) -> Diagnostic {
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
    package static func cannotRead(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic("cannot-read", .error, "cannot read \(path): \(reason)", outcome: .invalid)
    }

    /// A JSON file that does not hold what it should: at which key, as far as a decoder's error tells.
    package static func damaged(_ path: String, _ error: any Error) -> Diagnostic {
        func place(_ keys: [any CodingKey]) -> String {
            keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        let reason =
            switch error {
            case DecodingError.keyNotFound(let key, let context): "it lacks \(place(context.codingPath + [key]))"
            case DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty,
                DecodingError.valueNotFound(_, let context) where !context.codingPath.isEmpty,
                DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
                "\(place(context.codingPath)) is not what it should be"
            default: "it is no whole JSON file: it was cut short, or damaged"
            }
        var diagnostic = cannotRead(path, reason)
        diagnostic.help = ["take an undamaged copy of it, written by this version of assay"]
        return diagnostic
    }
}
