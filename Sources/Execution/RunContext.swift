import Datasets
import Diagnostics
import Engine
import Foundation
import Network
import Plan
import Randomness
import Results
import Training

/// What a step does when it runs.
protocol ExecutableStep: StepKind {
    /// Does it, and gives what it measured, if it measures anything.
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs?
}

/// A run under way: the models and data sets that steps share, and the one place from which its record is written.
final class RunContext {
    let plan: Plan
    let settings: RunSettings
    let directory: RunDirectory
    let isInterrupted: () -> Bool
    private(set) var record: RunRecord
    /// The id of the step that has begun and not ended.
    private(set) var stepUnderWay: String?

    private let observe: (RunNotice) -> Void
    private let log: EventLog
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private let cache: PixelCache
    private var datasets: [String: Dataset] = [:]
    /// Files that each data set leaves out as they cannot be decoded.
    private var skipped: [String: Int] = [:]
    private var remarked: Set<Diagnostic> = []
    private var waited = 0.0
    private var worked = 0.0

    /// The models built so far.
    private var sessions: [String: any EngineSession] = [:]
    /// How each model was compiled last.
    private var compiled: [String: CompileStep] = [:]

    init(
        plan: Plan, settings: RunSettings, directory: RunDirectory, record: RunRecord, isInterrupted: @escaping () -> Bool,
        observe: @escaping (RunNotice) -> Void
    ) throws(TrainingFailure) {
        self.plan = plan
        self.settings = settings
        self.directory = directory
        self.record = record
        self.isInterrupted = isInterrupted
        self.observe = observe
        log = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try EventLog(directory) }
        // What is kept never changes a result, so it may be less than a plan allows.
        let most = (AvailableMemory.bytes() ?? .max) / 2
        cache = PixelCache(budget: min(plan.datasets.map(\.cacheBytes).max() ?? 0, most))
        start = clock.now
    }

    /// Writes what is known before the first step.
    func begin() throws(TrainingFailure) {
        try write { directory throws(Diagnostic) in
            try directory.write(settings.source, to: "experiment.yaml")
            try directory.write(json: plan, to: "plan.json")
        }
        try publish()
        try emit(RunEvent(.runStarted, message: plan.name))
    }

    /// Does one step, and records it.
    func execute(_ step: StepPlan) throws(TrainingFailure) {
        guard let action = step.action.value as? any ExecutableStep else {
            throw .diagnostic(
                Diagnostic("step-unknown", .error, "no way to do what \(step.action.name) asks for", outcome: .internalFault))
        }
        if isInterrupted() { throw .interrupted }
        stepUnderWay = step.id
        observe(.stepStarted(step))
        try emit(RunEvent(.stepStarted, step: step.id, message: step.action.name))
        record.steps.append(StepRecord(id: step.id, kind: step.action.name))
        try publish()
        let began = clock.now
        let values = try action.execute(step.id, in: self)
        let seconds = (clock.now - began).inSeconds
        let skipped = step.action.value.datasets.reduce(0) { $0 + self.skipped[$1, default: 0] }
        note(step.id) { record in
            record.seconds = seconds
            record.skippedFiles = skipped > 0 ? skipped : nil
        }
        if let values {
            record.metrics[step.id] = values.measures
            record.claims = ClaimRecord.all(plan.claims, metrics: record.metrics)
        }
        try remark()
        try publish()
        try emit(RunEvent(.stepEnded, step: step.id, seconds: seconds, values: values?.measures))
        observe(.stepEnded(step, values: values, seconds: seconds))
        stepUnderWay = nil
    }

    // MARK: What steps share

    /// A model that a step built.
    func session(_ model: String) throws(TrainingFailure) -> any EngineSession {
        guard let session = sessions[model] else { throw Self.planFault("the model \(model) is used before it is built") }
        return session
    }

    /// Builds a model anew.
    func build(_ model: String) throws(TrainingFailure) {
        guard let plan = plan.model(model) else { throw Self.planFault("the plan has no model \(model)") }
        let key = RandomKey(seed: UInt64(bitPattern: Int64(self.plan.seed))).with("model").with(model)
        settings.logger.debug("\(model): \(plan.network.parameterCount) parameters in \(plan.network.layers.count) layers")
        sessions[model] = try Self.engine { () throws(EngineError) in
            try settings.engine.makeSession(network: plan.network, semantics: self.plan.semantics, key: key)
        }
        compiled[model] = nil
    }

    /// Compiles a model.
    func compile(_ step: CompileStep) throws(TrainingFailure) {
        let session = try session(step.model)
        try Self.engine { () throws(EngineError) in
            try session.compile(
                Compilation(loss: step.loss.value, optimizer: step.optimizer.value, frozen: Set(step.frozen)))
        }
        compiled[step.model] = step
    }

    /// How a model was compiled last.
    func compilation(_ model: String) throws(TrainingFailure) -> CompileStep {
        guard let step = compiled[model] else { throw Self.planFault("the model \(model) is used before it is compiled") }
        return step
    }

    /// A data set, opened once.
    func dataset(_ name: String) throws(TrainingFailure) -> Dataset {
        if let dataset = datasets[name] { return dataset }
        guard let plan = plan.dataset(name) else { throw Self.planFault("the plan has no data set \(name)") }
        let index: DatasetIndex
        do throws(DatasetFailure) { index = try DatasetIndex.scan(plan) } catch {
            throw .diagnostic(error.diagnostics.first { $0.severity == .error } ?? error.diagnostics[0])
        }
        if let counts = plan.counts, counts != index.counts {
            throw .diagnostic(Self.changed(plan, from: counts, to: index.counts))
        }
        let dataset = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in
            try Dataset(
                plan: plan, semantics: self.plan.semantics, index: index, cache: cache, store: settings.pixelStore)
        }
        settings.logger.debug("\(name): \(dataset.index.samples.count) images, \(dataset.index.classes.joined(separator: ", "))")
        datasets[name] = dataset
        skipped[name] = index.samples.count - dataset.index.samples.count
        try remark()
        return dataset
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

    // MARK: What is left behind

    /// Writes into the run directory.
    func write(_ body: (RunDirectory) throws(Diagnostic) -> Void) throws(TrainingFailure) {
        do { try body(directory) } catch { throw .diagnostic(error) }
    }

    /// Adds to what `run.json` says of a step.
    func note(_ id: String, _ change: (inout StepRecord) -> Void) {
        guard let index = record.steps.lastIndex(where: { $0.id == id }) else { return }
        change(&record.steps[index])
    }

    /// Adds time spent in trainings and evaluations, and how much of it was spent waiting for data.
    func noteTime(worked seconds: Double, waiting: Double, step id: String) {
        worked += seconds
        waited += waiting
        note(id) { $0.dataWaitSeconds = waiting }
    }

    /// Writes `run.json` as it stands.
    func publish() throws(TrainingFailure) {
        record.seconds = (clock.now - start).inSeconds
        record.peakMemoryBytes = HostRecord.peakMemory()
        record.dataWaitShare = worked > 0 ? waited / worked : nil
        try write { directory throws(Diagnostic) in try directory.write(record) }
    }

    /// Adds a line to `events.jsonl`.
    func emit(_ event: RunEvent) throws(TrainingFailure) {
        try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try log.append(event) }
        observe(.event(event))
    }

    /// Shows something that is written elsewhere.
    func show(_ notice: RunNotice) { observe(notice) }

    /// Says what the data sets have to say, each thing once.
    private func remark() throws(TrainingFailure) {
        for dataset in datasets.values.sorted(by: { $0.plan.name < $1.plan.name }) {
            for remark in dataset.remarks where remarked.insert(remark).inserted {
                let text = ([remark.message] + remark.help).joined(separator: "; ")
                try emit(RunEvent(.warning, message: text))
            }
        }
    }

    /// Puts an engine's error in our words.
    static func engine<Value>(_ call: () throws(EngineError) -> Value) throws(TrainingFailure) -> Value {
        do { return try call() } catch { throw .diagnostic(Diagnostic(engine: error)) }
    }

    /// A plan that planning should not have let through.
    private static func planFault(_ message: String) -> TrainingFailure {
        .diagnostic(Diagnostic("plan-fault", .error, message, outcome: .internalFault))
    }
}

extension Logs {
    /// The values as `run.json` has them.
    var measures: [String: Measure] {
        Dictionary(entries.map { ($0.name, Measure($0.value)) }, uniquingKeysWith: { $1 })
    }
}
