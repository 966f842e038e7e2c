import Datasets
import Diagnostics
import Engine
import Foundation
import Plan
import Randomness
import Results
import Training

/// What a step does when it runs.
protocol ExecutableStep: StepKind {
    /// Does it, and gives what it measured, if it measures anything.
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs?
    /// Whether it is done again in no time, so that its end needs no checkpoint of its own.
    var isBrief: Bool { get }
}

extension ExecutableStep {
    var isBrief: Bool { false }
}

/// Time of this process after time of those before it.
struct Elapsed {
    var before = 0.0
    let start = ContinuousClock().now
    var seconds: Double { before + (ContinuousClock().now - start).inSeconds }
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

    /// Where the run was taken up; nil where this process began it.
    let resumption: Resumption?
    let checkpoints: CheckpointFolder
    let log: EventLog
    let clock = ContinuousClock()
    var lastCheckpoint: ContinuousClock.Instant
    /// The number of steps done.
    var stepsDone = 0
    /// Of the step under way.
    private(set) var stepTime = Elapsed()
    var waited = 0.0
    var worked = 0.0
    private let time: Elapsed
    /// Where the training that was under way stood.
    private var trainingLeft: TrainingState?
    private let observe: (RunNotice) -> Void
    private let cache: PixelCache
    private var datasets: [String: Dataset] = [:]
    /// What the run started from; there once it has begun.
    private var inputs: RunInputs?
    private var remarked: Set<Diagnostic> = []
    /// The images that the step under way goes on without.
    private var skips: Set<SkippedRecord> = []

    /// The models built so far.
    private(set) var sessions: [String: any EngineSession] = [:]
    /// How each model was compiled last.
    private(set) var compiled: [String: CompileStep] = [:]

    init(
        plan: Plan, settings: RunSettings, directory: RunDirectory, record: RunRecord, resumption: Resumption?,
        isInterrupted: @escaping () -> Bool, observe: @escaping (RunNotice) -> Void
    ) throws(TrainingFailure) {
        let checkpoint = resumption?.checkpoint
        self.resumption = resumption
        time = Elapsed(before: checkpoint?.state.record.seconds ?? 0)
        stepTime = Elapsed(before: checkpoint?.state.stepSeconds ?? 0)
        trainingLeft = checkpoint?.state.training
        lastCheckpoint = clock.now
        checkpoints = CheckpointFolder(directory)
        self.plan = plan
        self.settings = settings
        self.directory = directory
        self.record = record
        self.isInterrupted = isInterrupted
        self.observe = observe
        log = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try EventLog(directory) }
        cache = PixelCache(budget: plan.datasets.map(\.cacheBytes).max() ?? 0)
    }

    /// How long the run has taken.
    var seconds: Double { time.seconds }

    /// Writes what is known before the first step, or before the first one that is left.
    func begin() throws(TrainingFailure) {
        if let resumption { try takeUp(resumption) }
        try write { directory throws(Diagnostic) in
            try directory.write(settings.source, to: "experiment.yaml")
            try directory.write(json: plan, to: "plan.json")
        }
        try publish()
        if let resumption {
            let place = resumption.record
            try emit(RunEvent(.runResumed, step: place.step, epoch: place.epoch, message: resumption.place))
            for remark in resumption.problems { try emit(RunEvent(.warning, message: remark)) }
        } else {
            try emit(RunEvent(.runStarted, message: plan.name))
        }
        let inputs =
            if let known = resumption?.inputs ?? settings.inputs { known } else {
                try RunInputs(of: plan, settings: settings, isInterrupted: isInterrupted)
            }
        self.inputs = inputs
        // A run that goes on does so by the lock that it began with.
        if resumption?.checkpoint == nil { try write { directory throws(Diagnostic) in try directory.write(inputs.lock) } }
    }

    private func takeUp(_ resumption: Resumption) throws(TrainingFailure) {
        directory.removeTemporaryFiles()
        checkpoints.remove(after: resumption.number)
        if let checkpoint = resumption.checkpoint { try restore(checkpoint) }
        record.claims = ClaimRecord.all(plan.claims, metrics: record.metrics)
    }

    /// Where a training stood when the run was left, for the first one that asks: it is the one that was under way.
    func takeTrainingLeft() -> TrainingState? {
        defer { trainingLeft = nil }
        return trainingLeft
    }

    /// Does one step, and records it.
    func execute(_ step: StepPlan) throws(TrainingFailure) {
        guard let action = step.action.value as? any ExecutableStep else {
            throw .diagnostic(
                Diagnostic("step-unknown", .error, "no way to do what \(step.action.name) asks for", outcome: .internalFault))
        }
        if isInterrupted() { throw .interrupted }
        stepUnderWay = step.id
        skips = []
        if trainingLeft != nil { skips = Set(record.steps.last?.skipped ?? []) }
        observe(.stepStarted(step))
        try emit(RunEvent(.stepStarted, step: step.id, message: step.action.name))
        // That of a training which was under way is there already.
        if record.steps.last?.id != step.id { record.steps.append(StepRecord(id: step.id, kind: step.action.name)) }
        if trainingLeft == nil { stepTime = Elapsed() }
        try publish()
        let values = try action.execute(step.id, in: self)
        let seconds = stepTime.seconds
        note(step.id) { $0.seconds = seconds }
        if let values {
            record.metrics[step.id] = values.measures
            record.claims = ClaimRecord.all(plan.claims, metrics: record.metrics)
        }
        try remark()
        try publish()
        try emit(RunEvent(.stepEnded, step: step.id, seconds: seconds, values: values?.measures))
        observe(.stepEnded(step, values: values, seconds: seconds))
        stepUnderWay = nil
        stepsDone += 1
        if !action.isBrief { try keep() }
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
        let dataset = if let known = datasets[name] { known } else { try open(name) }
        skips.formUnion(dataset.skipped(dataset.leftOut))
        return dataset
    }

    private func open(_ name: String) throws(TrainingFailure) -> Dataset {
        guard let plan = plan.dataset(name) else { throw Self.planFault("the plan has no data set \(name)") }
        guard let inputs, let index = inputs.indexes[name] else { throw Self.planFault("no step of the plan reads \(name)") }
        let dataset = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in
            try Dataset(
                plan: plan, semantics: self.plan.semantics, index: index, cache: cache, store: settings.pixelStore,
                ledger: inputs.ledger)
        }
        settings.logger.debug("\(name): \(dataset.index.samples.count) images, \(dataset.index.classes.joined(separator: ", "))")
        datasets[name] = dataset
        for skip in dataset.skipped(dataset.leftOut) { try emit(RunEvent(skip, step: stepUnderWay)) }
        try remark()
        return dataset
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
        try noteSkips()
        record.seconds = seconds
        let peak = [record.peakMemoryBytes, HostRecord.peakMemory()].compactMap { $0 }.max()
        record.peakMemoryBytes = peak
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

    /// Says which images the data sets have gone on without since this was called last, and notes them with the step.
    private func noteSkips() throws(TrainingFailure) {
        guard let id = stepUnderWay else { return }
        for dataset in datasets.values.sorted(by: { $0.plan.name < $1.plan.name }) {
            let new = dataset.skipped(dataset.takeSkipped()).filter { skips.insert($0).inserted }
            for skip in new { try emit(RunEvent(skip, step: id)) }
            guard let first = new.first else { continue }
            let more = new.count > 1 ? ", and \(new.count - 1) more" : ""
            try emit(
                RunEvent(
                    .warning, step: id,
                    message:
                        "step \(id) goes on without \(new.count) of the images of '\(dataset.plan.name)': \(first.reason)\(more)")
            )
        }
        guard !skips.isEmpty else { return }
        let listed = skips.sorted { ($0.data, $0.path) < ($1.data, $1.path) }.prefix(StepRecord.mostSkipped)
        note(id) { record in
            record.skippedFiles = skips.count
            let lost = skips.count(where: \.lost)
            record.lostFiles = lost > 0 ? lost : nil
            record.skipped = Array(listed)
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

extension Dataset {
    /// Images that it goes on without, as records have them.
    fileprivate func skipped(_ images: [SkippedImage]) -> [SkippedRecord] {
        images.map { SkippedRecord(data: plan.name, path: $0.path, reason: $0.reason, lost: $0.isLost) }
    }
}

extension RunEvent {
    /// A step goes on without an image.
    fileprivate init(_ skip: SkippedRecord, step: String?) {
        self.init(.imageSkipped, step: step, data: skip.data, path: skip.path, message: skip.reason)
    }
}

extension Logs {
    /// The values as `run.json` has them.
    var measures: [String: Measure] {
        Dictionary(entries.map { ($0.name, Measure($0.value)) }, uniquingKeysWith: { $1 })
    }
}
