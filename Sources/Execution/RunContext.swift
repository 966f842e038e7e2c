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
    var record: RunRecord
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
    let observe: (RunNotice) -> Void
    private let cache: PixelCache
    var datasets: [String: Dataset] = [:]
    /// What the run started from; there once it has begun.
    private var inputs: RunInputs?
    var remarked: Set<Diagnostic> = []
    /// The images that the step under way goes on without.
    var skips: Set<SkippedRecord> = []

    /// The models built so far.
    private(set) var sessions: [String: any EngineSession] = [:]
    /// How each model was compiled last.
    private(set) var compiled: [String: CompileStep] = [:]
    /// The CSV files that trainings have written, by name.
    var texts: [String: String] = [:]

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
        // What is kept never changes a result, so it may be less than a plan allows.
        let most = (AvailableMemory.bytes() ?? .max) / 2
        cache = PixelCache(budget: min(plan.datasets.map(\.cacheBytes).max() ?? 0, most))
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
            if let adopted = resumption.adopted {
                let text = "the state of \(adopted.run) after epoch \(adopted.epoch) of \(adopted.step)"
                try emit(RunEvent(.runAdopted, step: adopted.step, epoch: adopted.epoch, path: adopted.run, message: text))
            }
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
            record.claims = ClaimRecord.all(plan.claims, metrics: record.metrics, steps: record.steps)
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
            try session.compile(step.compilation)
        }
        compiled[step.model] = step
    }

    /// Notes that from here on other layers of a model are frozen than its compile step says.
    func noteFrozen(_ layers: [String], of model: String) { compiled[model]?.frozen = layers }

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

    /// Puts an engine's error in our words.
    static func engine<Value>(_ call: () throws(EngineError) -> Value) throws(TrainingFailure) -> Value {
        do { return try call() } catch { throw .diagnostic(Diagnostic(engine: error)) }
    }

    /// A plan that planning should not have let through.
    private static func planFault(_ message: String) -> TrainingFailure {
        .diagnostic(Diagnostic("plan-fault", .error, message, outcome: .internalFault))
    }
}
