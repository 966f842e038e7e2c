import Crypto
import Diagnostics
import Foundation
import Plan
import Results
import Training

/// Walks a plan's steps in order and leaves a complete run directory, whatever happens on the way.
public struct Executor {
    private let plan: Plan
    private let settings: RunSettings

    /// How a run ended.
    public struct Outcome: Sendable {
        /// What `run.json` says.
        public var record: RunRecord
        /// What went wrong, where something did.
        public var failure: Diagnostic?
        /// The id of the step that was not finished, where one was under way.
        public var unfinishedStep: String?
    }

    /// Creates an executor.
    public init(plan: Plan, settings: RunSettings) {
        self.plan = plan
        self.settings = settings
    }

    /// Runs all steps.
    ///
    /// - Parameters:
    ///   - directory: A new run directory, or that of `resumption`.
    ///   - resumption: Where to take up a run that did not come to its end; nil begins one.
    ///   - interruption: Asked between batches: the signal that asks to stop, if one came.
    ///   - observe: Told what happens, on the calling thread.
    public func run(
        in directory: RunDirectory, from resumption: Resumption? = nil, interruption: @escaping () -> Int32?,
        observe: @escaping (RunNotice) -> Void
    ) -> Outcome {
        let time = Elapsed(before: resumption?.checkpoint?.state.record.seconds ?? 0)
        var record = RunRecord(
            experiment: plan.name, runId: directory.id, seed: plan.seed, semantics: plan.semantics.profile.rawValue)
        var failure: Diagnostic?
        var unfinished: String?
        var canGoOn = false
        let lock: ExclusiveLock
        do throws(Diagnostic) { lock = if let held = resumption?.lock { held } else { try Resumption.lock(directory) } } catch {
            // Another process writes there: nothing of its files is touched.
            record.errors = [error.message]
            record.finish(.failed, exitCode: ExitCode(for: [error]).rawValue, seconds: 0)
            return Outcome(record: record, failure: error)
        }
        do throws(TrainingFailure) {
            record = try begin(record, resumption)
            let context = try RunContext(
                plan: plan, settings: settings, directory: directory, record: record, resumption: resumption,
                isInterrupted: { interruption() != nil }, observe: observe)
            do throws(TrainingFailure) {
                try context.begin()
                for step in plan.steps[context.stepsDone...] { try context.execute(step) }
                record = context.record
            } catch {
                record = context.record
                unfinished = context.stepUnderWay
                canGoOn = !context.checkpoints.entries.isEmpty
                throw error
            }
            record.finish(.completed, exitCode: ExitCode.success.rawValue, seconds: time.seconds)
        } catch {
            let seconds = time.seconds
            switch error {
            case .interrupted:
                let code = canGoOn ? ExitCode.interruptedResumable.rawValue : 128 + (interruption() ?? 2)
                record.finish(.interrupted, exitCode: code, seconds: seconds)
            case .diagnostic(let diagnostic):
                failure = diagnostic
                record.errors = [diagnostic.message]
                record.finish(.failed, exitCode: ExitCode(for: [diagnostic]).rawValue, seconds: seconds)
            }
        }
        do throws(Diagnostic) { try finish(record, unfinished, in: directory, observe) } catch {
            // A failure to write the end is news only where nothing failed before it.
            if failure == nil {
                failure = error
                record.errors = [error.message]
                record.finish(.failed, exitCode: ExitCode(for: [error]).rawValue, seconds: record.seconds)
                try? directory.writeLast(record)
            }
        }
        if record.status == .completed { CheckpointFolder(directory).remove() }
        withExtendedLifetime(lock) {}
        return Outcome(record: record, failure: failure, unfinishedStep: unfinished)
    }

    /// What `run.json` says before the first step: what a run was when it was left, or what it is now.
    private func begin(_ new: RunRecord, _ resumption: Resumption?) throws(TrainingFailure) -> RunRecord {
        var record = resumption?.checkpoint?.state.record ?? new
        if resumption?.checkpoint == nil {
            record.planSha256 = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try Self.hash(of: plan) }
            record.versions = settings.versions
            record.engine = settings.engine.name
            let instructionSets = settings.engine.instructionSets
            record.instructionSets = instructionSets.isEmpty ? nil : instructionSets
            record.git = GitRecord(of: settings.sourceFolder)
        }
        if let resumption { record.resumed = resumption.before + [resumption.record] }
        return record
    }

    private func finish(
        _ record: RunRecord, _ unfinished: String?, in directory: RunDirectory, _ observe: (RunNotice) -> Void
    ) throws(Diagnostic) {
        var failure: Diagnostic?
        do throws(Diagnostic) { try tellEnd(record, unfinished, in: directory, observe) } catch { failure = error }
        // The last file of all: who reads there that a run is completed finds the rest complete.
        if failure == nil || record.status != .completed { try directory.writeLast(record) }
        if let failure { throw failure }
    }

    private func tellEnd(
        _ record: RunRecord, _ unfinished: String?, in directory: RunDirectory, _ observe: (RunNotice) -> Void
    ) throws(Diagnostic) {
        let log = try EventLog(directory)
        var events = record.errors.map { RunEvent(.error, step: unfinished, message: $0) }
        events.append(RunEvent(.runEnded, seconds: record.seconds, message: record.status.rawValue))
        for event in events {
            try log.append(event)
            observe(.event(event))
        }
        try log.synchronize()
    }

    /// SHA-256 of what the plan computes, in hexadecimal; equal for plans that give equal numbers on equal data.
    public static func hash(of plan: Plan) throws(Diagnostic) -> String {
        let bytes: Data
        do { bytes = try plan.identity() } catch {
            throw Diagnostic("cannot-encode", .error, "the plan cannot be written as JSON: \(error)", outcome: .internalFault)
        }
        return SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
    }
}

extension TrainingFailure {
    /// Runs a call that throws a diagnostic.
    static func ofDiagnostics<Value>(_ call: () throws(Diagnostic) -> Value) throws(TrainingFailure) -> Value {
        do { return try call() } catch { throw .diagnostic(error) }
    }
}

extension Duration {
    /// As a number of seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
