import Diagnostics
import Engine
import Foundation
import Plan
import Results
import Training

/// `--resume latest`, `--resume RUN` or `--directory RUN`: which run to take up, and whether it may be.
public struct ResumeRequest: Sendable {
    /// What was found.
    public enum Finding: Sendable {
        /// Nothing to take up, and why: the run begins afresh.
        case nothing(String)
        /// A run of this plan that is complete.
        case completed(RunDirectory)
        /// A run of this plan that is not.
        case unfinished(Resumption)
    }

    private enum Place {
        case latest
        /// A run directory, or the name of one.
        case named(String)
        /// A directory for this run and no other.
        case directory(URL)
    }

    private let place: Place
    private let donor: URL?
    private let plan: Plan
    private let sha256: String
    private let settings: RunSettings
    private let folder: URL

    /// Why a run must not be taken up; no diagnostics where someone interrupted the look at the data.
    public struct Failure: Error {
        /// What is wrong, the summary first.
        public var diagnostics: [Diagnostic]

        /// Creates a failure.
        public init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

        /// Runs a call that throws a diagnostic.
        static func of<Value>(_ call: () throws(Diagnostic) -> Value) throws(Failure) -> Value {
            do { return try call() } catch { throw Failure(diagnostics: [error]) }
        }
    }

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - name: `latest`, a run directory, or the name of one in the experiment's folder.
    ///   - results: The folder of all results.
    public init(_ name: String, plan: Plan, settings: RunSettings, results: URL) throws(Failure) {
        try self.init(
            name == "latest" ? .latest : .named(name), nil, plan, settings, folder: results.appendingPathComponent(plan.name))
    }

    /// Creates a request for a directory that is to hold this run and no other, whether it is there or not.
    ///
    /// - Parameter donor: A ``Rung`` of another run whose state takes the place of what the directory holds, whatever plan that is of, unless
    ///   what it holds goes back to that rung under this plan already; nil goes on from its own.
    public init(directory: URL, adopting donor: URL? = nil, plan: Plan, settings: RunSettings) throws(Failure) {
        try self.init(
            .directory(directory), donor, plan, settings, folder: directory.deletingLastPathComponent())
    }

    private init(
        _ place: Place, _ donor: URL?, _ plan: Plan, _ settings: RunSettings, folder: URL
    ) throws(Failure) {
        self.place = place
        self.donor = donor
        self.plan = plan
        self.settings = settings
        self.folder = folder
        sha256 = try Failure.of { () throws(Diagnostic) in try Executor.hash(of: plan) }
    }

    /// Looks for the run.
    ///
    /// `latest` is the newest run of the same plan. Where there is none, the newest run that is neither complete nor of another seed is
    /// taken for what was meant, and what differs in it is said. A directory of which a disk has lost so much that nobody can tell what it
    /// held begins again.
    ///
    /// - Throws: Diagnostics: the plan is another (`plan-differs`, 65), or the data, the engine or the program (`drift`, 65), or another
    ///   process writes the run (`run-in-use`, 73).
    public func find(isInterrupted: () -> Bool = { false }) throws(Failure) -> Finding {
        switch place {
        case .latest: return try findLatest(isInterrupted)
        case .named(let name):
            let candidates = [URL(fileURLWithPath: name), folder.appendingPathComponent(name)]
            guard let url = candidates.first(where: { isFolder($0) }) else {
                return .nothing("there is no run \(name)")
            }
            return try open(RunDirectory(existing: url), isInterrupted)
        case .directory(let url):
            if let donor { return try adopt(donor, into: url, isInterrupted) }
            guard isFolder(url), wasBegun(url) else { return .nothing("\(url.path) holds no run") }
            return try open(RunDirectory(existing: url), isInterrupted)
        }
    }

    /// A run that goes on from the state of another one.
    private func adopt(_ donor: URL, into url: URL, _ isInterrupted: () -> Bool) throws(Failure) -> Finding {
        guard let rung = Rung(at: donor) else {
            let problem = Diagnostic(
                "no-such-rung", .error, "\(donor.path) is no rung of a run",
                help: ["name RUN/rungs/EPOCH.safetensors, as --keep-rung leaves it"])
            throw Failure(diagnostics: [problem])
        }
        let directory = try Failure.of { () throws(Diagnostic) in try RunDirectory.make(at: url) }
        let lock = try Failure.of { () throws(Diagnostic) in try Resumption.lock(directory) }
        guard Adoption.isDone(in: directory, rung, plan: plan, sha256: sha256) else {
            return try takeOver(rung, into: directory, lock, isInterrupted)
        }
        if (try? directory.record())?.status == .completed { return .completed(directory) }
        return .unfinished(try check(resumption(of: directory, lock), isInterrupted))
    }

    private func takeOver(
        _ rung: Rung, into directory: RunDirectory, _ lock: ExclusiveLock?, _ isInterrupted: () -> Bool
    ) throws(Failure) -> Finding {
        let adopted = try Adoption(plan: plan, sha256: sha256, settings: settings, directory: directory, rung: rung)
            .perform(isInterrupted: isInterrupted)
        var resumption = try resumption(of: directory, lock)
        (resumption.adopted, resumption.inputs) = (adopted.record, adopted.inputs)
        return .unfinished(resumption)
    }

    private func resumption(of directory: RunDirectory, _ lock: ExclusiveLock? = nil) throws(Failure) -> Resumption {
        try Failure.of { () throws(Diagnostic) in try Resumption(directory, plan: plan, sha256: sha256, lock: lock) }
    }

    private func findLatest(_ isInterrupted: () -> Bool) throws(Failure) -> Finding {
        let runs = newestFirst()
        if let run = runs.first(where: { $0.record.planSha256 == sha256 }) { return try open(run.directory, isInterrupted) }
        if let other = runs.first, other.record.status != .completed, other.record.seed == plan.seed, isFree(other.directory) {
            throw differs(other.directory)
        }
        return .nothing(
            runs.isEmpty ? "there is no run of \(plan.name) yet" : "there is no run of \(plan.name) with this plan")
    }

    private func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Whether anything is there that a run of this plan leaves: who made the directory may have put files of his own there.
    private func wasBegun(_ url: URL) -> Bool {
        let names = [RunDirectory.lockName, CheckpointFolder.name, "run.json", "plan.json", "events.jsonl", "experiment.yaml"]
        return (names + plan.steps.map(\.id)).contains {
            FileManager.default.fileExists(atPath: url.appendingPathComponent($0).path)
        }
    }

    private func isFree(_ directory: RunDirectory) -> Bool { (try? Resumption.lock(directory)) != nil }

    /// Runs that can be read, by their names, which begin with their times.
    private func newestFirst() -> [(directory: RunDirectory, record: RunRecord)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.wholeMatch(of: /\d{8}-\d{6}-[0-9a-z]+/) != nil }.compactMap { name in
            let directory = RunDirectory(existing: folder.appendingPathComponent(name))
            return record(of: directory).map { (directory, $0) }
        }.sorted { ($0.record.started, $0.directory.id) > ($1.record.started, $1.directory.id) }
    }

    /// What `run.json` says, or, where a disk has lost it, what the newest checkpoint does.
    private func record(of directory: RunDirectory) -> RunRecord? {
        (try? directory.record()).flatMap { $0.planSha256 == nil ? nil : $0 }
            ?? CheckpointFolder(directory).newest(ofPlan: sha256, steps: plan.steps.count).checkpoint?.state.record
    }

    private func open(_ directory: RunDirectory, _ isInterrupted: () -> Bool) throws(Failure) -> Finding {
        guard let record = record(of: directory) else { return try openUnreadable(directory) }
        guard record.planSha256 == sha256 else { throw differs(directory) }
        if record.status == .completed {
            // A process that was killed at the very end may have left some.
            if isFree(directory) {
                CheckpointFolder(directory).remove()
                directory.removeTemporaryFiles()
            }
            return .completed(directory)
        }
        let resumption = try check(resumption(of: directory), isInterrupted)
        // Its beginning is that of another run, which lies beside it.
        if resumption.checkpoint == nil, let last = record.adopted?.last,
            let rung = Rung(at: Rung.file(of: sibling(last.run, of: directory), epoch: last.epoch))
        {
            return try takeOver(rung, into: directory, resumption.lock, isInterrupted)
        }
        return .unfinished(resumption)
    }

    private func sibling(_ name: String, of directory: RunDirectory) -> RunDirectory {
        RunDirectory(existing: directory.url.deletingLastPathComponent().appendingPathComponent(name))
    }

    /// A run without a `run.json` or a checkpoint that can be read: begins again, where the directory was meant for it.
    private func openUnreadable(_ directory: RunDirectory) throws(Failure) -> Finding {
        guard case .directory = place else { return .nothing("\(directory.url.path) holds no run that can be read") }
        if let lock = try? directory.lock(), lock.planSha256 != sha256 { throw differs(directory) }
        return .unfinished(try resumption(of: directory).fromItsBeginning("\(directory.url.path)/run.json cannot be read"))
    }

    /// What to do instead of going on.
    private var remedy: String {
        if case .directory = place { "or name another directory" } else { "or run without --resume to begin a new run" }
    }

    /// What differs between the plan of a run and this one, place by place.
    private func differs(_ directory: RunDirectory) -> Failure {
        var found: [PlanDifference.Change] = []
        if let old = Self.identity(of: directory), let new = try? PlanCoding.decode(JSONValue.self, from: plan.identity()) {
            found = PlanDifference(from: old, to: new).changes
        }
        let more = found.count > Self.shown ? ["plan: \(found.count - Self.shown) more values differ"] : []
        let changes = found.prefix(Self.shown).map { "plan: \($0)" } + more
        return Failure(
            diagnostics: [
                Diagnostic(
                    "plan-differs", .error, "\(directory.url.path) is a run of another plan, and cannot go on with this one",
                    help: ["set back what differs, \(remedy)"])
            ] + changes.map { Diagnostic("drift-plan", .error, $0) })
    }

    /// Differences told of.
    private static let shown = 10

    /// What the plan of a run computes.
    private static func identity(of directory: RunDirectory) -> JSONValue? {
        if let lock = try? directory.lock() { return lock.plan }
        guard let plan = try? directory.read(Plan.self, from: "plan.json") else { return nil }
        return try? PlanCoding.decode(JSONValue.self, from: plan.identity())
    }

    /// The run, with what it starts from: data, weights, engine and program must be those that it began with.
    private func check(_ resumption: Resumption, _ isInterrupted: () -> Bool) throws(Failure) -> Resumption {
        guard resumption.checkpoint != nil else { return resumption }
        guard let lock = try? resumption.directory.lock() else {
            return resumption.fromItsBeginning("run.lock cannot be read, so that nobody can tell whether the data is the same")
        }
        var resumption = resumption
        do throws(TrainingFailure) {
            resumption.inputs =
                if let known = settings.inputs { known } else {
                    try RunInputs(of: plan, settings: settings, isInterrupted: isInterrupted)
                }
        } catch {
            guard case .diagnostic(let diagnostic) = error else { throw Failure(diagnostics: []) }
            throw Failure(diagnostics: [diagnostic])
        }
        let drifts = resumption.inputs.map { RunLock.drift(from: lock, to: $0.lock) } ?? []
        guard drifts.isEmpty else {
            let things = drifts.count == 1 ? "1 thing is" : "\(drifts.count) things are"
            throw Failure(
                diagnostics: [
                    Diagnostic(
                        "drift", .error,
                        "\(things) not as when \(resumption.directory.url.path) began: what it would leave would not be what it "
                            + "would have left",
                        help: ["undo it as said below, \(remedy)"])
                ]
                    + drifts.map { drift in
                        var diagnostic = drift.diagnostic
                        diagnostic.severity = .error
                        return diagnostic
                    })
        }
        return resumption
    }
}
