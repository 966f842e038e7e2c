import Engine
import Network
import Testing

/// A session that computes nothing: losses and outputs come from a list, and its first weight counts its training steps.
final class ScriptedSession: EngineSession {
    let network: NetworkDefinition
    var learningRate: Float = 1e-3
    private(set) var step = 0
    var inferenceCount = 1
    /// What each training step gives, in order; the last one again and again.
    var trained: [BatchResult]
    /// What each evaluation gives, in order; the last one again and again.
    var evaluated: [BatchResult]
    /// What came in, in order.
    private(set) var batches: [EngineBatch] = []
    private(set) var calls: [String] = []
    private var weights: [Tensor]
    /// How many evaluations there were.
    var evaluations = 0

    init(outputs: Int, trained: [BatchResult], evaluated: [BatchResult] = []) throws {
        let dense = try #require(OneOf<LayerFamily>(Dense(units: outputs, activation: .sigmoid)))
        network = try NetworkDefinition(input: Shape([1]), layers: [(name: "dense_1", layer: dense)])
        weights = network.parameters.map { Tensor(shape: $0.parameter.shape, repeating: 0) }
        self.trained = trained
        self.evaluated = evaluated
    }

    func parameters() -> [Tensor] { weights }
    func setParameters(_ values: [Tensor]) { weights = values }
    func compile(_ compilation: Compilation) {}
    func setFrozen(_ frozen: Set<String>) { calls.append("freeze " + frozen.sorted().joined(separator: " ")) }
    func finishTraining() {}

    func optimizerState() -> OptimizerState { OptimizerState(step: step, learningRate: learningRate, moments: [[]]) }
    func setOptimizerState(_ state: OptimizerState) { (step, learningRate) = (state.step, state.learningRate) }

    func averages() -> [Int: DebiasedAverage] { [:] }
    func setAverages(_ averages: [Int: DebiasedAverage]) {}

    func trainStep(_ batch: EngineBatch) throws(EngineError) -> BatchResult {
        calls.append("train")
        batches.append(batch)
        step += 1
        weights[0].values[0] = Float(step)
        return trained[min(step, trained.count) - 1]
    }

    func evaluate(_ batch: EngineBatch) throws(EngineError) -> BatchResult {
        calls.append("evaluate")
        batches.append(batch)
        evaluations += 1
        guard !evaluated.isEmpty else { throw .notCompiled }
        return evaluated[min(evaluations, evaluated.count) - 1]
    }

    func predict(_ batch: EngineBatch) throws(EngineError) -> [Float] { try evaluate(batch).outputs }
}
