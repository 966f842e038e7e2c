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
    ///   - directory: A new run directory.
    ///   - interruption: Asked between batches: the signal that asks to stop, if one came.
    ///   - observe: Told what happens, on the calling thread.
    public func run(
        in directory: RunDirectory, interruption: @escaping () -> Int32?, observe: @escaping (RunNotice) -> Void
    ) -> Outcome {
        let clock = ContinuousClock()
        let start = clock.now
        var record = RunRecord(
            experiment: plan.name, runId: directory.id, seed: plan.seed, semantics: plan.semantics.profile.rawValue)
        var failure: Diagnostic?
        var unfinished: String?
        do throws(TrainingFailure) {
            record.planSha256 = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try Self.hash(of: plan) }
            record.versions = settings.versions
            record.engine = settings.engine.name
            let instructionSets = settings.engine.instructionSets
            record.instructionSets = instructionSets.isEmpty ? nil : instructionSets
            record.git = GitRecord(of: settings.sourceFolder)
            let context = try RunContext(
                plan: plan, settings: settings, directory: directory, record: record, isInterrupted: { interruption() != nil },
                observe: observe)
            do throws(TrainingFailure) {
                try context.begin()
                for step in plan.steps { try context.execute(step) }
                record = context.record
            } catch {
                record = context.record
                unfinished = context.stepUnderWay
                throw error
            }
            record.finish(.completed, exitCode: ExitCode.success.rawValue, seconds: (clock.now - start).inSeconds)
        } catch {
            let seconds = (clock.now - start).inSeconds
            switch error {
            case .interrupted: record.finish(.interrupted, exitCode: 128 + (interruption() ?? 2), seconds: seconds)
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
        return Outcome(record: record, failure: failure, unfinishedStep: unfinished)
    }

    private func finish(
        _ record: RunRecord, _ unfinished: String?, in directory: RunDirectory, _ observe: (RunNotice) -> Void
    ) throws(Diagnostic) {
        try directory.writeLast(record)
        let log = try EventLog(directory)
        var events = record.errors.map { RunEvent(.error, step: unfinished, message: $0) }
        events.append(RunEvent(.runEnded, seconds: record.seconds, message: record.status.rawValue))
        for event in events {
            try log.append(event)
            observe(.event(event))
        }
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
