import Engine
import Network
import Randomness

/// Whether a training that goes on in another session leaves the bytes of one that was not interrupted.
public enum OptimizerContinuation {
    private static let layers: [any Layer] = [
        Conv2D(filters: 17, kernelSize: [3, 3], activation: .relu), MaxPooling2D(), BatchNormalization(),
        Conv2D(filters: 24, kernelSize: [3, 3], padding: .same), BatchNormalization(), Activation(.relu), Dropout(rate: 0.3),
        Flatten(), Dense(units: 19, activation: .relu), Dense(units: 2, activation: .sigmoid),
    ]

    /// Sizes of the batches, one a step: the first that a session sees decides how parameters lie.
    private static let batches = [5, 3, 8, 3, 5]

    /// What differs, a sentence each, for a cut before every step, with nothing frozen and with the first layers frozen.
    ///
    /// - Parameter isUsedBefore: Whether the second session has predicted and trained before it takes the state over.
    public static func differences(
        _ engine: any Engine, isUsedBefore: Bool, optimizer: any Optimizer = Adam(learningRate: 0.003)
    ) throws -> [String] {
        var differences: [String] = []
        for frozen in [[], ["layer_0", "layer_2"]] as [Set<String>] {
            let example = EngineCase("continuation", input: [12, 13, 3], layers)
            let network = try example.network()
            func session() throws -> any EngineSession {
                let session = try engine.makeSession(network: network, semantics: example.semantics, key: RandomKey(seed: 4))
                try session.compile(
                    Compilation(loss: BinaryCrossentropy(), optimizer: optimizer, frozen: frozen))
                return session
            }
            func train(_ session: any EngineSession, _ steps: Range<Int>) throws -> [Double] {
                try steps.map { step in
                    // Callbacks change the rate as they go.
                    if step == 3 { session.learningRate *= 0.7 }
                    return try session.trainStep(example.batch(step, count: batches[step], of: network)).loss
                }
            }
            let whole = try session()
            try whole.setParameters(example.parameters(of: network))
            let losses = try train(whole, 0..<batches.count)
            for cut in 0...batches.count {
                let first = try session()
                try first.setParameters(example.parameters(of: network))
                _ = try train(first, 0..<cut)
                let second = try session()
                if isUsedBefore {
                    _ = try second.predict(example.batch(9, count: 4, of: network))
                    _ = try second.trainStep(example.batch(9, count: 4, of: network))
                }
                let state = try first.optimizerState()
                try second.setParameters(first.parameters())
                try second.setOptimizerState(state)
                func expect(_ condition: Bool, _ sentence: String) {
                    if !condition { differences.append("cut at \(cut), frozen \(frozen.sorted()): \(sentence)") }
                }
                expect(second.step == cut, "the step is \(second.step)")
                expect(try bits(second.optimizerState()) == bits(state), "the state does not come back as it was set")
                expect(try train(second, cut..<batches.count) == Array(losses[cut...]), "the losses differ")
                expect(try second.parameters() == whole.parameters(), "the parameters differ")
                expect(try bits(second.optimizerState()) == bits(whole.optimizerState()), "the states differ at the end")
            }
        }
        return differences
    }

    /// All of a state as bits, as those of the halves of a double may spell NaN.
    private static func bits(_ state: OptimizerState) -> [[[UInt32]]] {
        [[[UInt32(state.step), state.learningRate.bitPattern]]] + state.moments.map { $0.map { $0.values.map(\.bitPattern) } }
    }

    /// What a session says to moments that do not fit; nil where it takes them.
    public static func refusal(_ engine: any Engine, change: (inout OptimizerState) -> Void) throws -> EngineError? {
        let example = EngineCase("continuation", input: [12, 13, 3], layers)
        let network = try example.network()
        let session = try engine.makeSession(network: network, semantics: example.semantics, key: RandomKey(seed: 4))
        try session.compile(Compilation(loss: BinaryCrossentropy(), optimizer: Adam()))
        _ = try session.trainStep(example.batch(0, count: 2, of: network))
        var state = try session.optimizerState()
        change(&state)
        do {
            try session.setOptimizerState(state)
            return nil
        } catch { return error }
    }
}
