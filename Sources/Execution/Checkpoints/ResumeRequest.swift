import Diagnostics
import Engine
import Foundation
import Plan
import Results

/// `--resume latest` or `--resume RUN`: which run to take up, and whether it may be.
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

    private let name: String
    private let plan: Plan
    private let sha256: String
    private let engine: any Engine
    private let folder: URL

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - name: `latest`, a run directory, or the name of one in the experiment's folder.
    ///   - results: The folder of all results.
    public init(_ name: String, plan: Plan, engine: any Engine, results: URL) throws(Diagnostic) {
        self.name = name
        self.plan = plan
        self.engine = engine
        sha256 = try Executor.hash(of: plan)
        folder = results.appendingPathComponent(plan.name)
    }

    /// Looks for the run.
    ///
    /// `latest` is the newest run of the same plan. Where there is none, the newest run that is neither complete nor of another seed is
    /// taken for what was meant, and what differs in it is said.
    ///
    /// - Throws: A diagnostic: the plan is another (`plan-differs`, 65), or what computes (`engine-differs`, 65), or another process
    ///   writes the run (`run-in-use`, 73).
    public func find() throws(Diagnostic) -> Finding {
        guard name == "latest" else {
            let candidates = [URL(fileURLWithPath: name), folder.appendingPathComponent(name)]
            guard let url = candidates.first(where: { isRun($0) }) else {
                return .nothing("there is no run \(name)")
            }
            return try open(RunDirectory(existing: url))
        }
        let runs = newestFirst()
        if let run = runs.first(where: { $0.record.planSha256 == sha256 }) { return try open(run.directory) }
        if let other = runs.first, other.record.status != .completed, other.record.seed == plan.seed, isFree(other.directory) {
            throw differs(other.directory)
        }
        return .nothing(
            runs.isEmpty ? "there is no run of \(plan.name) yet" : "there is no run of \(plan.name) with this plan")
    }

    private func isRun(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
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
        (try? directory.record()) ?? CheckpointFolder(directory).newest(ofPlan: sha256, steps: plan.steps.count).checkpoint?.state.record
    }

    private func open(_ directory: RunDirectory) throws(Diagnostic) -> Finding {
        guard let record = record(of: directory) else {
            return .nothing("\(directory.url.path) holds no run that can be read")
        }
        guard record.planSha256 == sha256 else { throw differs(directory) }
        if record.status == .completed {
            // A process that was killed at the very end may have left some.
            if isFree(directory) {
                CheckpointFolder(directory).remove()
                directory.removeTemporaryFiles()
            }
            return .completed(directory)
        }
        try checkEngine(record)
        return .unfinished(try Resumption(directory, plan: plan, sha256: sha256))
    }

    private func differs(_ directory: RunDirectory) -> Diagnostic {
        Diagnostic(
            "plan-differs", .error, "\(directory.url.path) is a run of another plan",
            help: ["run without --resume to begin a new run, or set back what differs"])
    }

    private func checkEngine(_ record: RunRecord) throws(Diagnostic) {
        let (was, now) = (record.engine ?? engine.name, engine.name)
        guard was == now else {
            throw Diagnostic(
                "engine-differs", .error, "the run was computed by \(was), and now it would be \(now): its bytes would differ",
                help: ["run with --engine \(was), or without --resume to begin a new run"])
        }
        let (before, sets) = (record.instructionSets ?? [:], engine.instructionSets)
        for key in Set(before.keys).union(sets.keys).sorted() where before[key] != sets[key] {
            let (was, now) = (before[key] ?? "none", sets[key] ?? "none")
            throw Diagnostic(
                "instruction-set-differs", .error,
                "the run was computed with \(was) instructions (\(key)), and now it would be \(now): its bytes would differ",
                help: [
                    key == "kernels" ? "run with ASSAY_ISA=\(was)" : "run on a processor of the same kind",
                    "or run without --resume to begin a new run",
                ])
        }
    }
}
