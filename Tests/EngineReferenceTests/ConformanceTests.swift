import Engine
import EngineReference
import Network
import Randomness
import TestSupport
import Testing

/// The conformance suite itself: the reference agrees with itself, and the suite finds what is wrong with a wrong engine.
struct ConformanceTests {
    @Test(arguments: EngineConformance.cases)
    func referenceAgreesWithItself(_ example: EngineCase) throws {
        let differences = try EngineConformance.differences(
            of: ReferenceEngine(), from: ReferenceEngine(), on: example, tolerance: 0)
        #expect(differences.isEmpty, "\(differences)")
    }

    @Test func caseNamesDiffer() {
        #expect(Set(EngineConformance.cases.map(\.testDescription)).count == EngineConformance.cases.count)
    }

    @Test(arguments: Fault.allCases)
    fileprivate func findsFault(_ fault: Fault) throws {
        let example = try #require(
            EngineConformance.cases.first { $0.name == "frozen first convolution" && $0.semantics.profile == .keras3 })
        let differences = try EngineConformance.differences(of: FaultyEngine(fault: fault), from: ReferenceEngine(), on: example)
        #expect(differences.contains { $0.contains(fault.rawValue) }, "\(differences)")
    }
}

/// What a faulty engine does, in a word of the sentence that must name it.
private enum Fault: String, CaseIterable, Sendable {
    case outputs = "predict"
    case loss = "loss"
    case gradient = "gradients 4: layer_4/kernel"
    case statistic = "layer_3/moving_variance"
    case thaws = "frozen and changed"
    case forgetsRate = "step 1"
    case accepts = "accepted"
    case unstable = "twice"
}

private struct FaultyEngine: Engine {
    let name = "faulty"
    let fault: Fault

    func makeSession(network: NetworkDefinition, semantics: Semantics, key: RandomKey) throws(EngineError) -> any EngineSession {
        let seeded = fault == .unstable ? key.with(Int.random(in: 0...Int.max)) : key
        guard
            let base = try ReferenceEngine().makeSession(network: network, semantics: semantics, key: seeded)
                as? any GradientSession
        else { throw .library("no gradients") }
        return FaultySession(base, fault)
    }
}

private final class FaultySession: GradientSession {
    let base: any GradientSession
    let fault: Fault

    init(_ base: any GradientSession, _ fault: Fault) {
        self.base = base
        self.fault = fault
    }

    var network: NetworkDefinition { base.network }
    var step: Int { base.step }
    var learningRate: Float {
        get { base.learningRate }
        set { if fault != .forgetsRate { base.learningRate = newValue } }
    }

    func parameters() throws(EngineError) -> [Tensor] { try base.parameters() }
    func setParameters(_ values: [Tensor]) throws(EngineError) { try base.setParameters(values) }

    func compile(_ compilation: Compilation) throws(EngineError) {
        var compilation = compilation
        if fault == .thaws { compilation.frozen = [] }
        try base.compile(compilation)
    }

    func setFrozen(_ frozen: Set<String>) throws(EngineError) { try base.setFrozen(frozen) }
    func finishTraining() throws(EngineError) { try base.finishTraining() }

    func optimizerState() throws(EngineError) -> OptimizerState { try base.optimizerState() }
    func setOptimizerState(_ state: OptimizerState) throws(EngineError) { try base.setOptimizerState(state) }

    func averages() -> [Int: DebiasedAverage] { base.averages() }
    func setAverages(_ averages: [Int: DebiasedAverage]) throws(EngineError) { try base.setAverages(averages) }

    func predict(_ batch: EngineBatch) throws(EngineError) -> [Float] {
        try base.predict(batch).map { fault == .outputs ? $0 * 1.001 : $0 }
    }

    func evaluate(_ batch: EngineBatch) throws(EngineError) -> BatchResult {
        var batch = batch
        if fault == .accepts { batch.weights = nil }
        var result = try base.evaluate(batch)
        if fault == .loss { result.loss *= 1.001 }
        return result
    }

    func gradients(_ batch: EngineBatch) throws(EngineError) -> (loss: Double, gradients: [Tensor]) {
        var (loss, gradients) = try base.gradients(batch)
        if fault == .gradient, let index = network.parameters.firstIndex(where: { $0.name == "layer_4/kernel" }) {
            gradients[index].values[3] += 0.001 * (gradients[index].values.map { abs($0) }.max() ?? 0)
        }
        return (loss, gradients)
    }

    func trainStep(_ batch: EngineBatch) throws(EngineError) -> BatchResult {
        let result = try base.trainStep(batch)
        if fault == .statistic, let index = network.parameters.firstIndex(where: { $0.name == "layer_3/moving_variance" }) {
            var values = try base.parameters()
            values[index].values[0] *= 1.01
            try base.setParameters(values)
        }
        return result
    }
}
