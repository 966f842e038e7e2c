import Diagnostics
import Foundation
import Plan

/// `run.json`: what a run is, where it stands, and what it measured.
public struct RunRecord: Codable, Hashable, Sendable {
    /// Where a run stands.
    public enum Status: String, Codable, Sendable {
        /// It is under way, or its process was killed.
        case running
        /// All steps are done.
        case completed
        /// A step failed.
        case failed
        /// Someone ended it.
        case interrupted
    }

    /// The form of this file.
    public var schema = "run/1"
    /// The experiment's name.
    public var experiment: String
    /// The folder's name.
    public var runId: String
    /// Where it stands.
    public var status: Status
    /// The exit code of the command; absent while it runs.
    public var exitCode: Int32?
    /// Where all randomness began.
    public var seed: Int
    /// The profile; its switches are in the plan.
    public var semantics: String
    /// SHA-256 of what the plan computes, in hexadecimal: equal where the numbers are equal on equal data.
    public var planSha256: String?
    /// When it began, ISO 8601 with seconds, UTC.
    public var started: String
    /// When it ended; absent while it runs.
    public var finished: String?
    /// How long it has taken so far.
    public var seconds = 0.0
    /// The values of each step that measures something, by the step's id, under the names that the semantics gives them.
    public var metrics: [String: [String: Measure]] = [:]
    /// The steps done or under way, in order.
    public var steps: [StepRecord] = []
    /// Published figures beside measured ones.
    public var claims: [ClaimRecord] = []
    /// Where the run was taken up after it had been interrupted or killed, each time; absent where it was not.
    public var resumed: [ResumptionRecord]?
    /// The runs whose states it goes back to, oldest first; absent where it began by itself.
    public var adopted: [AdoptionRecord]?
    /// What went wrong, a sentence each, where something did.
    public var errors: [String] = []
    /// The most memory that the process has held, in bytes; absent where the system does not tell.
    public var peakMemoryBytes: Int?
    /// The share of the time of training and evaluation that was spent waiting for data, 0 to 1; absent before the first of them.
    public var dataWaitShare: Double?
    /// Versions of this program and of the libraries under it, by name.
    public var versions: [String: String] = [:]
    /// What computed: `onednn`, `reference`; absent before it is known.
    public var engine: String?
    /// The instruction sets that the engine computed with, by what used them: bytes are the same only where these are; absent
    /// where results do not depend on them.
    public var instructionSets: [String: String]?
    /// The machine.
    public var host = HostRecord()
    /// The state of the repository that the experiment lies in; absent where it lies in none.
    public var git: GitRecord?

    /// A record of a run that begins now.
    public init(experiment: String, runId: String, seed: Int, semantics: String, started: Date = Date()) {
        self.experiment = experiment
        self.runId = runId
        self.seed = seed
        self.semantics = semantics
        self.started = Self.text(started)
        status = .running
    }

    /// Marks the end.
    public mutating func finish(_ status: Status, exitCode: Int32, seconds: Double, at date: Date = Date()) {
        self.status = status
        self.exitCode = exitCode
        self.seconds = seconds
        finished = Self.text(date)
    }

    /// A time as this file has it: `2025-01-31T14:22:33Z`.
    public static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}

extension RunDirectory {
    /// Writes `run.json`.
    public func write(_ record: RunRecord) throws(Diagnostic) { try write(json: record, to: "run.json") }

    /// Writes `run.json` for the last time: where a full disk refuses a new file, over the old one, so that no run seems to go on for ever.
    public func writeLast(_ record: RunRecord) throws(Diagnostic) {
        do { try write(record) } catch {
            guard let data = try? PlanCoding.encode(record) + Data("\n".utf8),
                (try? AtomicFile.overwrite(data, at: url.appendingPathComponent("run.json"))) != nil
            else { throw error }
        }
    }

    /// Reads `run.json`.
    public func record() throws(Diagnostic) -> RunRecord { try read(RunRecord.self, from: "run.json") }
}
