import Diagnostics
import Foundation

/// Slurm's programs: `sbatch`, `squeue`, `scontrol`. None of them is waited for without an end.
public struct SlurmCommand: Sendable {
    /// How often, in seconds, an answer may fail to come before the controller counts as out of reach.
    public var seconds: Int
    /// Where the programs are looked for before the `PATH`; for tests.
    var folder: String?

    /// - Parameter seconds: How long an answer may take; a busy controller needs many.
    public init(seconds: Int = 60) { self.seconds = seconds }

    /// What a program said, on both of its outputs.
    struct Answer {
        var status: Int32
        var text: String
        var lines: [Substring] { text.split(whereSeparator: \.isNewline) }
    }

    /// Runs a program to its end.
    ///
    /// - Parameter directory: Where it runs.
    /// - Throws: Where it is not there, or does not answer in time. A status other than 0 is an answer.
    func run(_ words: [String], in directory: URL? = nil) throws(Diagnostic) -> Answer {
        let name = words.first ?? ""
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // timeout ends the program and all that it started.
        process.arguments = ["timeout", "-k", "5", String(seconds)] + words
        process.environment = environment
        process.currentDirectoryURL = directory
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        do { try Self.start(process) } catch { throw Self.missing(name) }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        switch (process.terminationReason, process.terminationStatus) {
        case (.exit, 126), (.exit, 127): throw Self.missing(name)
        case (.exit, 124), (.exit, 137), (.uncaughtSignal, _):
            throw Diagnostic(
                "slurm-silent", "\(name) gave no answer within \(seconds) s",
                help: ["see whether Slurm's controller is up: scontrol ping; then give the same command again"], outcome: .failed)
        default: return Answer(status: process.terminationStatus, text: text)
        }
    }

    /// Starts a process that hears signals, whatever the thread that starts it blocks; those of a pool block all of them.
    static func start(_ process: Process) throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
    }

    /// What a job's own environment says of the job is not for the jobs that it submits.
    private var environment: [String: String] {
        let all = ProcessInfo.processInfo.environment
        var kept = all["SLURM_JOB_ID"] == nil ? all : all.filter { name, _ in Self.isInherited(name) }
        if let folder { kept["PATH"] = "\(folder):\(all["PATH"] ?? "/usr/bin:/bin")" }
        return kept
    }

    static func isInherited(_ name: String) -> Bool {
        !name.hasPrefix("SLURM") || name == "SLURM_CONF" || name == "SLURM_CLUSTERS"
    }

    private static func missing(_ name: String) -> Diagnostic {
        Diagnostic(
            "slurm-missing", "there is no \(name) here",
            help: [
                "give the command on a machine where jobs can be submitted; nodes too must be able to submit, for the waves that follow",
                "--dry-run shows the batch scripts anywhere; --launcher local runs the sweep on this machine",
            ], outcome: .missingInput)
    }
}
