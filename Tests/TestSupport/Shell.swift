import Foundation

/// Commands of the system, for tests that need a tool that may be missing.
public enum Shell {
    /// The exit status of a command line under `/bin/sh`, its output thrown away; -1 where it cannot be started.
    public static func run(_ command: String) -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
