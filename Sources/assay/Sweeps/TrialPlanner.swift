import Diagnostics
import Experiment
import Foundation
import Plan
import Planning
import Results
import Sweeping
import Weights

/// Plans one file again and again with other values: files are read once, data and weights files are looked at once.
struct TrialPlanner: Sendable {
    /// What came of one set of values.
    struct Resolved {
        var plan: Plan?
        /// What was found, errors first where there are any, in no order else.
        var diagnostics: [Diagnostic] = []
        /// What there is to say about the sweep alone.
        var sweepDiagnostics: [Diagnostic] = []
        var sweep: SweepPlan?
        var file: ExperimentFile?
        var loads: [String: LoadReport] = [:]
        var provenance: Provenance?
    }

    /// The file with the settings of the command line.
    let document: ComposedDocument
    /// The seed of the command line.
    let seed: Int?
    let probe: CachingProbe?
    let memory: Int?
    private let environment = ProcessInfo.processInfo.environment

    init(document: ComposedDocument, seed: Int?, probe: CachingProbe?, memory: Int?) {
        self.document = document
        self.seed = seed
        self.probe = probe
        self.memory = memory
    }

    /// SHA-256 of what the file says without its sweep, the settings of the command line included, and of the environment variables
    /// that it names.
    var documentHash: String { FileMark(of: Data(document.identity(environment: environment).utf8)).sha256 }

    /// The plan of a point: what `assay run` resolves with its values after `--set`.
    ///
    /// - Parameter seed: The trial's.
    /// - Throws: The first error.
    func plan(of assignment: Assignment, seed: Int) throws(Diagnostic) -> Plan {
        let resolved = resolve(assignment.settings.map(\.text), seed: seed)
        if let plan = resolved.plan { return plan }
        throw resolved.diagnostics.first { $0.severity == .error }
            ?? Diagnostic("no-plan", "\(assignment.text) cannot be planned", outcome: .internalFault)
    }

    /// Everything there is to say about some settings over the file.
    func resolve(_ settings: [String], seed: Int? = nil) -> Resolved { resolve(document.setting(settings), seed: seed) }

    /// The same of a composition.
    func resolve(_ composition: Composition, seed: Int? = nil) -> Resolved {
        var result = Resolved(diagnostics: composition.diagnostics)
        guard let document = composition.document else { return result }
        let (decoded, complaints) = ExperimentDecoder.decode(document, environment: environment)
        result.diagnostics += complaints
        guard var file = decoded else { return result }
        if let seed = seed ?? self.seed { file.seed = seed }
        let resolution = Planner.resolve(file, probe: probe, memory: memory)
        result.file = file
        result.diagnostics += resolution.diagnostics
        result.sweepDiagnostics = resolution.sweepDiagnostics
        result.provenance = resolution.provenance
        result.loads = resolution.loads
        if !result.diagnostics.contains(where: { $0.severity == .error }) {
            result.plan = resolution.plan
            result.sweep = resolution.sweep
        }
        return result
    }
}
