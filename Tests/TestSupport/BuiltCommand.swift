import Foundation

/// The command `assay`, for tests of it and of what it does for the library.
public enum BuiltCommand {
    /// The binary beside the test bundle; nil where it is not built.
    public static let url: URL? = {
        let folders = [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
        return folders.map { $0.appendingPathComponent("assay") }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()
}
