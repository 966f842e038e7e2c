import Diagnostics
import Engine
import Network
import Plan
import Randomness
import Training

/// The programs that the steps of a plan run on an engine: each once, with all the steps that run it. Nothing is computed.
public struct ProgramListing: Codable, Hashable, Sendable {
    /// One program.
    public struct Entry: Codable, Hashable, Sendable {
        /// The ids of the steps that run it.
        public var steps: [String]
        /// The model's name.
        public var model: String
        /// The names of the layers that are frozen in it; empty in inference.
        public var frozen: [String]
        /// What it does.
        public var program: ProgramDescription
    }

    /// The form of the document.
    public var schema = "kernels/1"
    /// The experiment's name.
    public var experiment: String
    /// What computes.
    public var engine: String
    /// The instruction sets that it computes with, by what uses them.
    public var instructionSets: [String: String]
    /// In the order in which the steps come to them.
    public var programs: [Entry] = []

    /// Has the engine make every program of a plan, for full batches.
    ///
    /// - Throws: A diagnostic where the engine cannot compute a network, or does not say what its programs do.
    public init(of plan: Plan, on engine: any Engine) throws(Diagnostic) {
        experiment = plan.name
        self.engine = engine.name
        instructionSets = engine.instructionSets
        var sessions: [String: any DescribingSession] = [:]
        var compiles: [String: CompileStep] = [:]
        for step in plan.steps {
            do throws(EngineError) {
                switch step.action.kind {
                case let build as BuildStep:
                    sessions[build.model] = try Self.session(of: build.model, plan, engine)
                case let compile as CompileStep:
                    compiles[compile.model] = compile
                    try sessions[compile.model]?.compile(compile.compilation)
                case let train as TrainStep:
                    let session = sessions[train.model]
                    let data = plan.dataset(train.data)
                    try add(step.id, train.model, compiles[train.model]?.frozen ?? [], data, session, training: true)
                    // Each thaw makes another program.
                    for thaw in train.thaw ?? [] {
                        compiles[train.model]?.frozen.removeAll { thaw.layers.contains($0) }
                        guard let compile = compiles[train.model] else { continue }
                        try session?.setFrozen(Set(compile.frozen))
                        try add(step.id, train.model, compile.frozen, data, session, training: true)
                    }
                    try add(step.id, train.model, [], train.validationData.flatMap { plan.dataset($0) }, session, training: false)
                case let evaluate as EvaluateStep:
                    try add(step.id, evaluate.model, [], plan.dataset(evaluate.data), sessions[evaluate.model], training: false)
                case let predict as PredictStep:
                    try add(step.id, predict.model, [], plan.dataset(predict.data), sessions[predict.model], training: false)
                default: break
                }
            } catch {
                throw Diagnostic(engine: error)
            }
        }
    }

    /// The bytes that a step of each training keeps in memory, by the training's id.
    public var trainingBytes: [String: Int] {
        let pairs = programs.filter(\.program.isTraining).flatMap { entry in
            entry.steps.map { ($0, Limits.sum([entry.program.byteCount, entry.program.parameterByteCount])) }
        }
        return Dictionary(pairs, uniquingKeysWith: max)
    }

    /// The frozen layer whose outputs a training keeps, and their bytes, by the training's id.
    public var keptFeatures: [String: (layer: String, byteCount: Int)] {
        let pairs = programs.flatMap { entry in
            entry.program.features.map { kept in entry.steps.map { ($0, (layer: kept.layer, byteCount: kept.byteCount)) } } ?? []
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func session(
        of name: String, _ plan: Plan, _ engine: any Engine
    ) throws(EngineError) -> any DescribingSession {
        guard let model = plan.model(name) else { throw .library("the plan has no model \(name)") }
        let session = try engine.makeSession(network: model.network, semantics: plan.semantics, key: RandomKey(seed: 0))
        guard let session = session as? any DescribingSession else {
            throw .unsupported(layer: name, reason: "the engine \(engine.name) has no programs to show")
        }
        return session
    }

    private mutating func add(
        _ step: String, _ model: String, _ frozen: [String], _ data: DatasetPlan?, _ session: (any DescribingSession)?,
        training: Bool
    ) throws(EngineError) {
        guard let data, let session else { return }
        // Inference takes small batches together, and large ones in parts.
        let most = session.inferenceCount
        let together = data.batchSize > most ? most : most / max(data.batchSize, 1) * data.batchSize
        let count = training || most == 1 ? data.batchSize : together
        let program = try session.programDescription(count: count, training: training)
        if let index = programs.firstIndex(where: { $0.model == model && $0.frozen == frozen && $0.program.isSame(as: program) })
        {
            if !programs[index].steps.contains(step) { programs[index].steps.append(step) }
        } else {
            programs.append(Entry(steps: [step], model: model, frozen: frozen, program: program))
        }
    }
}

extension ProgramDescription {
    /// Whether it does the same; what the session has made of its parameters may have grown in between.
    fileprivate func isSame(as other: ProgramDescription) -> Bool {
        var other = other
        other.parameterByteCount = parameterByteCount
        return self == other
    }
}
