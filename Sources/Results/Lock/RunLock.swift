import Crypto
import Diagnostics
import Foundation
import Plan

/// `run.lock`: all that determines the bytes of a run, as it was before the first step.
///
/// Runs of locks with the same ``identity`` leave the same bytes, with any number of threads. What differs between two locks is said
/// by ``drift(from:to:)``.
public struct RunLock: Codable, Hashable, Sendable {
    /// The form of this file.
    public var schema = "lock/1"
    /// The experiment's name; it changes no byte.
    public var experiment: String
    /// The files that the experiment was read from, by name; comments in them change no byte, so the plan alone counts.
    public var sources: [String: FileMark]
    /// SHA-256 of what the plan computes, as in `run.json`.
    public var planSha256: String
    /// What the plan computes: names, descriptions, claims and absolute paths are left out.
    public var plan: JSONValue
    /// The data, a list of files for each folder or manifest; nothing for images that are drawn.
    public var data: [DataLock]
    /// Weights files that steps load, by the step's id.
    public var weights: [String: FileMark]
    /// What computed: `fast`.
    public var engine: String
    /// The instruction sets that the engine computes with, by what uses them.
    public var instructionSets: [String: String]
    /// Versions of this program and of the libraries under it, by name.
    public var versions: [String: String]
    /// The program itself; nil where the system does not show it.
    public var binary: FileMark?
    /// How many threads compute, and how many decode; they change no byte.
    public var threads: Threads

    /// Threads of a run.
    public struct Threads: Codable, Hashable, Sendable {
        /// Those of the engine.
        public var engine: Int
        /// Those that decode and augment.
        public var loader: Int

        /// Creates numbers of threads.
        public init(engine: Int, loader: Int) {
            self.engine = engine
            self.loader = loader
        }
    }

    /// Creates a lock.
    public init(
        experiment: String, sources: [String: FileMark], planSha256: String, plan: JSONValue, data: [DataLock],
        weights: [String: FileMark], engine: String, instructionSets: [String: String], versions: [String: String],
        binary: FileMark?, threads: Threads
    ) {
        self.experiment = experiment
        self.sources = sources
        self.planSha256 = planSha256
        self.plan = plan
        self.data = data
        self.weights = weights
        self.engine = engine
        self.instructionSets = instructionSets
        self.versions = versions
        self.binary = binary
        self.threads = threads
    }

    /// SHA-256 of all that determines bytes, in hexadecimal: equal locks of two runs promise equal weights, curves and predictions.
    public var identity: String {
        var parts = [schema, planSha256, engine, binary?.sha256 ?? ""]
        for table in [instructionSets, versions, weights.mapValues(\.sha256), samples] {
            parts += table.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] } + [""]
        }
        // The lengths keep one part from running into the next.
        let text = parts.map { "\($0.utf8.count):\($0)" }.joined()
        return SHA256.hash(data: Data(text.utf8)).hexadecimal
    }

    /// The hash of each data set's samples, by its name.
    var samples: [String: String] {
        data.reduce(into: [:]) { $0.merge($1.datasets) { first, _ in first } }
    }
}

extension RunLock {
    /// Reads a lock: a file, or that of a run directory.
    ///
    /// - Throws: A diagnostic; with outcome `missingInput` where there is none.
    public init(at url: URL) throws(Diagnostic) {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        let file = isFolder.boolValue ? url.appendingPathComponent(RunDirectory.lockName) : url
        guard exists, FileManager.default.fileExists(atPath: file.path) else {
            throw Diagnostic(
                "missing-lock", .error, "there is no lock \(file.path)",
                help: ["name a run directory, or a copy of the run.lock of one"], outcome: .missingInput)
        }
        self = try RunDirectory(existing: file.deletingLastPathComponent()).read(RunLock.self, from: file.lastPathComponent)
    }
}

extension RunDirectory {
    /// The name of the lock in a run directory.
    public static let lockName = "run.lock"

    /// Writes `run.lock`, with its identity for whoever compares files.
    public func write(_ lock: RunLock) throws(Diagnostic) { try write(json: LockText(lock: lock), to: Self.lockName) }

    /// Reads `run.lock`.
    public func lock() throws(Diagnostic) -> RunLock { try read(RunLock.self, from: Self.lockName) }
}

/// A lock with its identity beside it.
private struct LockText: Encodable {
    let lock: RunLock

    private enum Key: CodingKey { case identity }

    func encode(to encoder: any Encoder) throws {
        try lock.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(lock.identity, forKey: .identity)
    }
}
