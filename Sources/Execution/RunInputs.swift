import Crypto
import Datasets
import Diagnostics
import Foundation
import Network
import Plan
import Results
import Training

/// What a run starts from, as it was before the first step: the indexes of its data sets, the hashes of all files, and the lock made
/// of them. The steps go by these, so that whatever changes on the disk afterwards is named, not mixed in.
public struct RunInputs: Sendable {
    /// What is written as `run.lock`.
    public let lock: RunLock
    let indexes: [String: DatasetIndex]
    let ledger: FileLedger

    /// Scans the data sets that the plan's steps use, and reads and hashes every file: about a second for each GB.
    ///
    /// - Throws: `.diagnostic` where a data set cannot be scanned or is no longer what was planned; `.interrupted`.
    public init(of plan: Plan, settings: RunSettings, isInterrupted: () -> Bool = { false }) throws(TrainingFailure) {
        let used = Set(plan.steps.flatMap { $0.action.value.datasets })
        let datasets = plan.datasets.filter { used.contains($0.name) }
        var indexes: [String: DatasetIndex] = [:]
        for dataset in datasets {
            indexes[dataset.name] = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in
                try Self.scan(dataset, plan.semantics)
            }
        }
        let ledger = FileLedger()
        let clock = ContinuousClock()
        let start = clock.now
        let files = Set(indexes.values.flatMap { $0.samples.compactMap(\.file) })
        ledger.survey(files.sorted(), isInterrupted: isInterrupted)
        if isInterrupted() { throw .interrupted }
        let seconds = (clock.now - start).inSeconds
        settings.logger.debug("hashed \(files.count) image files in \(String(format: "%.2f", seconds)) s")
        self.indexes = indexes
        self.ledger = ledger
        lock = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in
            RunLock(
                experiment: plan.name, sources: settings.sources, planSha256: try Executor.hash(of: plan),
                plan: try Self.json(plan), data: Self.locks(datasets, indexes, ledger), weights: Self.weights(plan),
                engine: settings.engine.name, instructionSets: settings.engine.instructionSets, versions: settings.versions,
                binary: Self.binary, threads: .init(engine: settings.engine.threads, loader: settings.loaderThreads))
        }
    }

    private static func scan(_ dataset: DatasetPlan, _ semantics: Semantics) throws(Diagnostic) -> DatasetIndex {
        let index: DatasetIndex
        do throws(DatasetFailure) { index = try DatasetIndex.scan(dataset, semantics: semantics) } catch {
            throw error.diagnostics.first { $0.severity == .error } ?? error.diagnostics[0]
        }
        if let counts = dataset.counts, counts != index.counts { throw changed(dataset, from: counts, to: index.counts) }
        return index
    }

    /// Images came or went since the plan counted them: the steps of the plan no longer hold.
    private static func changed(_ dataset: DatasetPlan, from planned: [Int], to found: [Int]) -> Diagnostic {
        let classes = zip(dataset.classes, zip(planned, found)).filter { $0.1.0 != $0.1.1 }
        let changes = classes.map { "\($0.0) had \($0.1.0) images and has \($0.1.1)" }
        return Diagnostic(
            "data-changed", .error,
            "the data set '\(dataset.name)' has changed since it was planned: \(changes.joined(separator: ", "))",
            help: ["leave its files alone while the run is under way, and run again"])
    }

    private static func json(_ plan: Plan) throws(Diagnostic) -> JSONValue {
        do { return try PlanCoding.decode(JSONValue.self, from: plan.identity()) } catch {
            throw Diagnostic("cannot-encode", .error, "the plan cannot be written as JSON: \(error)", outcome: .internalFault)
        }
    }

    /// An entry for each folder or manifest, with all the data sets that read it.
    private static func locks(_ datasets: [DatasetPlan], _ indexes: [String: DatasetIndex], _ ledger: FileLedger) -> [DataLock] {
        var places: [DatasetSource] = []
        var entries: [DataLock] = []
        for dataset in datasets {
            guard let index = indexes[dataset.name] else { continue }
            if case .synthetic = dataset.source { continue }
            let place = places.firstIndex(of: dataset.source) ?? places.count
            if place == places.count {
                places.append(dataset.source)
                entries.append(DataLock(datasets: [:], manifest: manifest(dataset.source), files: [:]))
            }
            var hash = SHA256()
            for sample in index.samples {
                let mark = sample.file.flatMap { ledger.content($0) }.map { FileMark(sha256: $0.sha256, bytes: $0.bytes) }
                entries[place].files[sample.path] = mark ?? .unreadable
                hash.update(data: Data("\(sample.label) \(mark?.sha256 ?? "") \(sample.path)\0".utf8))
            }
            entries[place].datasets[dataset.name] = hash.finalize().map { String(format: "%02x", $0) }.joined()
        }
        return entries
    }

    private static func manifest(_ source: DatasetSource) -> FileMark? {
        guard case .csv(let path, _) = source else { return nil }
        return FileMark(ofFile: path)
    }

    private static func weights(_ plan: Plan) -> [String: FileMark] {
        var marks: [String: FileMark] = [:]
        for step in plan.steps {
            if let load = step.action.kind as? LoadWeightsStep, case .file(let path) = load.from {
                marks[step.id] = FileMark(ofFile: path)
            }
        }
        return marks
    }

    /// This program, once for the process.
    private static let binary: FileMark? = {
        let mark = FileMark(ofFile: "/proc/self/exe")
        return mark == .unreadable ? nil : mark
    }()
}

extension DatasetIndex.Sample {
    /// The absolute path, where the sample is a file.
    fileprivate var file: String? { if case .file(let path) = origin { path } else { nil } }
}
