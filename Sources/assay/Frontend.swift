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
    }

    /// Whether data is looked at.
    var probesData: Bool
    /// Whether a training step that needs more memory than this machine has is an error.
    var asksMemory: Bool

    /// A front end; one that looks at data asks for memory too.
    init(probesData: Bool, asksMemory: Bool? = nil) {
        self.probesData = probesData
        self.asksMemory = asksMemory ?? probesData
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
        var result = Result(plan: nil, diagnostics: composition.diagnostics, sources: composition.sources)
        guard let document = composition.document else { return result }
        let (decoded, complaints) = ExperimentDecoder.decode(document, environment: ProcessInfo.processInfo.environment)
        result.diagnostics += complaints
        guard var experiment = decoded else { return result }
        if let seed { experiment.seed = seed }
        let resolution = Planner.resolve(
            experiment, probe: probesData ? FileProbe() : nil,
            memory: asksMemory ? Int(clamping: ProcessInfo.processInfo.physicalMemory) : nil)
        result.diagnostics += resolution.diagnostics
        result.provenance = resolution.provenance
        result.loads = resolution.loads
        if !result.diagnostics.contains(where: { $0.severity == .error }) { result.plan = resolution.plan }
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
