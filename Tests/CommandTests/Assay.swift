import Foundation
import TestSupport
import Testing

/// The built command, run as a person or a script would run it.
struct Assay {
    /// The binary beside the test bundle; nil where it is not built.
    static let binary = BuiltCommand.url

    /// What every suite that runs the command says where it cannot.
    static let missing: Comment = "there is no binary `assay` beside the tests: build it first (swift build --build-tests)"

    /// Whether `script` can give a command a terminal here.
    static let hasTerminals = Shell.run("script -qec true /dev/null") == 0
    /// Why tests of the terminal are left out.
    static let noTerminals: Comment = "`script` (bsdutils) is missing, or there are no pseudo-terminals"

    /// How a command ended.
    struct Ending {
        var exitCode: Int32
        /// Whether a signal ended the process, which a trap does too.
        var isSignalled: Bool
        var output: String
        var error: String

        /// The output's lines.
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    let folder: TemporaryFolder

    /// The command in an empty working directory.
    init() throws { folder = try TemporaryFolder() }

    /// Runs the command to its end.
    func callAsFunction(
        _ arguments: String..., environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Ending {
        let process = try start(arguments, environment: environment, sourceLocation: sourceLocation)
        return try process.wait(sourceLocation: sourceLocation)
    }

    /// Runs a line of bash in the working directory, `$ASSAY` being the command.
    func shell(_ line: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Ending {
        let binary = try #require(Self.binary, sourceLocation: sourceLocation)
        let process = try RunningProcess(
            URL(fileURLWithPath: "/bin/bash"), ["-c", line], environment: ["ASSAY": binary.path], in: folder)
        return try process.wait(sourceLocation: sourceLocation)
    }

    /// Starts the command.
    func start(
        _ arguments: [String], environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> RunningProcess {
        try RunningProcess(
            #require(Self.binary, sourceLocation: sourceLocation), arguments, environment: environment, in: folder)
    }

    /// A file of the working directory.
    func url(_ name: String) -> URL { folder.url.appendingPathComponent(name) }

    /// A JSON object of a file or a text.
    static func object(_ data: Data) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}

/// A process whose output goes to files, so that none of it can block it.
final class RunningProcess {
    private let process = Process()
    private let output: URL
    private let error: URL

    init(_ binary: URL, _ arguments: [String], environment: [String: String], in folder: TemporaryFolder) throws {
        let name = UUID().uuidString
        output = folder.url.appendingPathComponent(".\(name).out")
        error = folder.url.appendingPathComponent(".\(name).err")
        for url in [output, error] { try Data().write(to: url) }
        process.executableURL = binary
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        let inherited = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME", "LD_LIBRARY_PATH"].contains($0.key) }
        // What a run keeps from one to the next goes with the folder.
        let cache = ["XDG_CACHE_HOME": folder.url.appendingPathComponent("cache").path]
        process.environment = inherited.merging(cache) { $1 }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        try process.run()
    }

    /// What it has written to standard output so far.
    var outputSoFar: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// Waits until its output holds a text, a minute at most.
    func waitFor(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while !outputSoFar.contains(text) {
            try #require(process.isRunning && Date() < deadline, "no \(text): \(outputSoFar)", sourceLocation: sourceLocation)
            usleep(5000)
        }
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end, two minutes at most.
    func wait(sourceLocation: SourceLocation = #_sourceLocation) throws -> Assay.Ending {
        let deadline = Date(timeIntervalSinceNow: 120)
        while process.isRunning, Date() < deadline { usleep(2000) }
        if process.isRunning {
            send(SIGKILL)
            Issue.record("the command did not end", sourceLocation: sourceLocation)
        }
        process.waitUntilExit()
        return Assay.Ending(
            exitCode: process.terminationStatus, isSignalled: process.terminationReason == .uncaughtSignal,
            output: try String(contentsOf: output, encoding: .utf8), error: try String(contentsOf: error, encoding: .utf8))
    }
}
