import Datasets
import Diagnostics
import Experiment
import Foundation
import Network
import Plan
import Planning
import Weights

/// From a file and flags to a plan: compose, decode, resolve, with everything there is to say about them.
struct Frontend {
    /// What came of a file.
    struct Result {
        var plan: Plan?
        var diagnostics: [Diagnostic]
        var sources: SourceTexts
        /// What each load_weights step would do, by step id.
        var loads: [String: LoadReport] = [:]
        /// Who set what; nil where nothing was resolved.
        var provenance: Provenance?
        /// The sweep; nil where there is none, or where something is wrong with it or with the plan.
        var sweep: SweepPlan?
        /// Where the sweep stands in the file; nil where there is none.
        var sweepPlace: Place?
        /// What plans the trials of the sweep; nil where there is no sweep.
        var trials: TrialPlanner?
    }

    /// Whether data is looked at.
    var probesData: Bool
    /// Whether a training step that needs more memory than this machine has is an error.
    var asksMemory: Bool
    /// Whether the sweep is looked at too, value by value.
    var judgesSweep: Bool

    /// A front end; one that looks at data asks for memory too.
    init(probesData: Bool, asksMemory: Bool? = nil, judgesSweep: Bool = false) {
        self.probesData = probesData
        self.asksMemory = asksMemory ?? probesData
        self.judgesSweep = judgesSweep
    }

    /// Resolves a file with settings; `seed` wins over the file's.
    func resolve(file: String, settings: [String], seed: Int? = nil) -> Result {
        var result = resolveAll(file: file, settings: settings, seed: seed)
        result.diagnostics = result.diagnostics.forReading()
        return result
    }

    /// The same, with everything that was found.
    private func resolveAll(file: String, settings: [String], seed: Int?) -> Result {
        let composer = Composer(workingDirectory: FileManager.default.currentDirectoryPath)
        let composition = composer.compose(file: file, settings: settings)
        guard let document = composition.document else {
            return Result(plan: nil, diagnostics: composition.diagnostics, sources: composition.sources)
        }
        let probe = probesData ? CachingProbe(FileProbe()) : nil
        let memory = asksMemory ? Int(clamping: ProcessInfo.processInfo.physicalMemory) : nil
        let planner = TrialPlanner(document: document, seed: seed, probe: probe, memory: memory)
        let resolved = planner.resolve(composition)
        var result = Result(
            plan: resolved.plan, diagnostics: resolved.diagnostics, sources: composition.sources, loads: resolved.loads,
            provenance: resolved.provenance)
        guard judgesSweep, let spec = resolved.file?.sweep else { return result }
        result.trials = planner
        result.sweepPlace = resolved.file?.$sweep.position.map { Place($0) }
        result.diagnostics += resolved.sweepDiagnostics
        guard result.plan != nil, let sweep = resolved.sweep else { return result }
        result.diagnostics += SweepValidation(plan: sweep, spec: spec, planner: planner).diagnostics()
        if !result.diagnostics.contains(where: { $0.severity == .error }) { result.sweep = sweep }
        return result
    }
}

/// Looks at data sets and weights files on disk for planning.
struct FileProbe: DataProbe {
    func probe(_ dataset: DatasetPlan, semantics: Semantics) -> DataProbeResult {
        do throws(DatasetFailure) {
            let index = try DatasetIndex.scan(dataset, semantics: semantics)
            return .found(classes: index.classes, counts: index.counts)
        } catch {
            return .failed(error.diagnostics)
        }
    }

    func weights(at path: String) throws(Diagnostic) -> WeightsIndex? { WeightsIndex(try WeightsFile.load(path)) }
}
