import Foundation
import Plan

/// All that the batch scripts of a sweep are made of.
public struct SlurmRequest: Hashable, Sendable {
    /// The experiment's and the sweep's name.
    public var names: [String]
    /// The program, absolute: every node must have it there.
    public var executable: String
    /// What follows the program, but for the launcher's own options: `sweep`, the file, `--set` …
    public var arguments: [String]
    /// Where the command was given: relative paths in its arguments begin there.
    public var workingDirectory: String
    /// The folder that logs go to, absolute.
    public var logs: String
    /// What each element asks for.
    public var resources: SlurmResources

    /// Creates a request.
    public init(
        names: [String], executable: String, arguments: [String], workingDirectory: String,
        logs: String, resources: SlurmResources
    ) {
        self.names = names
        self.executable = executable
        self.arguments = arguments
        self.workingDirectory = workingDirectory
        self.logs = logs
        self.resources = resources
    }

    /// What `squeue` calls it: `assay-phantom-transfer-rates`.
    public var jobName: String {
        let text = (["assay"] + names).joined(separator: "-")
        let plain = String(String.UnicodeScalarView(text.unicodeScalars.map { Self.isNamePart($0) && $0 != "," ? $0 : "_" }))
        return String(plain.prefix(100))
    }

    /// Whether a name of Slurm's may hold it, and none of its parsers takes it for something else.
    static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "-", ":", "@", "+", ",": true
        default: false
        }
    }
}
