import Foundation

/// The state of the repository that an experiment lies in.
public struct GitRecord: Codable, Hashable, Sendable {
    /// The commit, in full.
    public var commit: String
    /// Whether tracked files differ from it.
    public var modified: Bool

    /// Creates a record.
    public init(commit: String, modified: Bool) {
        self.commit = commit
        self.modified = modified
    }

    /// Asks `git` about a folder; nil where the folder is in no repository, or there is no `git`.
    public init?(of folder: URL) {
        guard let commit = Self.git(["rev-parse", "--verify", "HEAD"], in: folder), commit.count >= 40 else { return nil }
        self.init(commit: commit, modified: Self.git(["status", "--porcelain", "--untracked-files=no"], in: folder) != "")
    }

    private static func git(_ arguments: [String], in folder: URL) -> String? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "--no-optional-locks", "-C", folder.path] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
