import Datasets
import Diagnostics
import Execution
import Foundation
import Plan
import Results
import Sweeping
import Training

/// From a file with a `sweep:` to the sweep in its folder, and from a trial to what has to be known of it.
final class SweepOpening {
    /// What came of the file.
    let front: Frontend.Result
    let file: String
    let settings: [String]
    let engine: MachineOptions.EngineChoice
    private let results: URL
    private let interruption: Interruption
    private var inputs: InputHashes?
    private var engineName = ""

    /// Resolves the file; nothing is written.
    init(
        file: String, settings: [String], seed: Int?, results: String, engine: MachineOptions.EngineChoice,
        interruption: Interruption
    ) {
        self.file = file
        self.settings = settings
        self.engine = engine
        self.results = URL(fileURLWithPath: results, isDirectory: true)
        self.interruption = interruption
        front = Frontend(probesData: true, judgesSweep: true).resolve(file: file, settings: settings, seed: seed)
    }

    /// The plan of the file and its sweep.
    ///
    /// - Throws: A diagnostic where the file has no sweep.
    func plans() throws(Diagnostic) -> (plan: Plan, sweep: SweepPlan, trials: TrialPlanner) {
        guard let plan = front.plan, let sweep = front.sweep, let trials = front.trials else {
            throw Diagnostic(
                "no-sweep", "\(file) has no sweep",
                help: ["write what is to be tried: sweep: {objective: …, parameters: {learning_rate: [1e-4, 1e-3]}}"])
        }
        return (plan, sweep, trials)
    }

    /// Where the sweep lies.
    func directory() throws(Diagnostic) -> SweepDirectory {
        let (plan, sweep, _) = try plans()
        return SweepDirectory(results: results, experiment: plan.name, sweep: sweep.name)
    }

    /// What all trials have in common: data and weights are read and hashed.
    ///
    /// - Throws: `.diagnostic` where data cannot be read; `.interrupted`.
    func base() throws(TrainingFailure) -> SweepBase {
        let (plan, _, trials) = try TrainingFailure.sweep { () throws(Diagnostic) in try plans() }
        let settings = try TrainingFailure.sweep { () throws(Diagnostic) in
            RunSettings(
                engine: try engine.make(threads: 1), versions: Versions.all, source: Data(),
                sourceFolder: URL(fileURLWithPath: "."))
        }
        engineName = settings.engine.name
        let inputs = InputHashes(settings: settings)
        self.inputs = inputs
        let hashes = try inputs.hashes(of: plan) { interruption.received != nil }
        return SweepBase(
            experiment: plan.name, document: trials.documentHash,
            plan: try TrainingFailure.sweep { () throws(Diagnostic) in try plan.json() },
            data: hashes.data, weights: hashes.weights, engine: engineName, version: AssayVersion.current)
    }

    /// Resolves a trial.
    ///
    /// - Throws: The first error of its plan.
    func prepare(_ assignment: Assignment, seed: Int) throws(Diagnostic) -> PreparedTrial {
        let plan = try plans().trials.plan(of: assignment, seed: seed)
        let hashes: InputHashes.Hashes
        do throws(TrainingFailure) { hashes = try inputs?.hashes(of: plan) ?? InputHashes.Hashes() } catch {
            if case .diagnostic(let diagnostic) = error { throw diagnostic }
            throw Diagnostic("interrupted", "interrupted", outcome: .failed)
        }
        let id = TrialIdentity.id(
            planSha256: try Executor.hash(of: plan), data: hashes.data, weights: hashes.weights, engine: engineName,
            version: AssayVersion.current)
        return PreparedTrial(id: id, trainings: plan.trainings)
    }

    /// The arguments of the command for a piece of work.
    ///
    /// - Parameters:
    ///   - sweep: The sweep.
    ///   - donor: The folder of the trial that this one goes on from.
    func arguments(_ task: TrialTask, of sweep: SweepPlan, folder: URL, donor: URL?, threads: Int) -> [String] {
        var words = ["run", "--directory", folder.path, "--seed", String(task.key.seed), "--threads", String(threads)]
        words += ["--engine", engine.rawValue, "--format", "json", "--color", "never", "--ends-with-input"]
        if let until = task.until, let watch = sweep.scheduler.value.watch {
            words += ["--pause", "\(watch.step):\(until)"]
            // Others may go on from what it is then.
            if sweep.scheduler.kind is PopulationBasedTraining { words.append("--keep-rung") }
        }
        if let donor { words += ["--adopt", Rung.file(of: RunDirectory(existing: donor), epoch: task.epoch).path] }
        for setting in settings + task.assignment.settings.map(\.text) { words += ["--set", setting] }
        return words + ["--", file]
    }
}

extension TrainingFailure {
    /// Runs a call that throws a diagnostic.
    fileprivate static func sweep<Value>(_ call: () throws(Diagnostic) -> Value) throws(TrainingFailure) -> Value {
        do throws(Diagnostic) { return try call() } catch { throw .diagnostic(error) }
    }
}

extension Plan {
    /// What the plan computes, as a lock has it.
    func json() throws(Diagnostic) -> JSONValue {
        do { return try PlanCoding.decode(JSONValue.self, from: identity()) } catch {
            throw Diagnostic("cannot-encode", "the plan cannot be written as JSON: \(error)", outcome: .internalFault)
        }
    }
}
