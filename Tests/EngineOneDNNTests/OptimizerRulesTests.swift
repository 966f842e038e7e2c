import Engine
import EngineOneDNN
import EngineReference
import Network
import Randomness
import TestSupport
import Testing

/// What all engines do alike beside Keras's own steps: going on elsewhere, thawing, rates of layers, any number of threads.
struct OptimizerRulesTests {
    private static let engines: [any Engine] = [ReferenceEngine(), OneDNNEngine(threads: 1), FastEngine(threads: 2)]
    private static let everything = UpdateRules(
        weightDecay: 0.1, globalClipnorm: 0.5, useEma: true, emaMomentum: 0.7, emaOverwriteFrequency: 2,
        gradientAccumulationSteps: 2)
    private static let optimizers: [any Optimizer] = [
        SGD(learningRate: 0.01, momentum: 0.9, nesterov: true), RMSprop(learningRate: 0.001, momentum: 0.5, centered: true),
        Adam(learningRate: 0.003, amsgrad: true, rules: everything), AdamW(learningRate: 0.003), Nadam(learningRate: 0.003),
        Lion(learningRate: 0.001, rules: everything),
    ]
    private static let example = EngineCase(
        "rules", input: [10, 11, 3],
        [
            Conv2D(filters: 17, kernelSize: [3, 3], activation: .relu), MaxPooling2D(), BatchNormalization(), Flatten(),
            Dense(units: 19, activation: .relu), Dense(units: 2, activation: .sigmoid),
        ])

    private func session(_ engine: any Engine, _ compilation: Compilation) throws -> any EngineSession {
        let network = try Self.example.network()
        let session = try engine.makeSession(network: network, semantics: Self.example.semantics, key: RandomKey(seed: 4))
        try session.setParameters(Self.example.parameters(of: network))
        try session.compile(compilation)
        return session
    }

    private func train(_ session: any EngineSession, _ steps: Range<Int>) throws {
        for step in steps { _ = try session.trainStep(Self.example.batch(step, count: 4, of: session.network)) }
    }

    /// The moments of the layers above the first ones; the halves of a double may spell NaN.
    private func bits(_ moments: [[Tensor]]) -> [[[UInt32]]] {
        moments[4...].map { $0.map { $0.values.map(\.bitPattern) } }
    }

    /// A resumed training leaves the bytes of one that was not interrupted, with every optimizer's moments and every rule's arrays.
    @Test(arguments: engines.indices, optimizers.indices) func goesOnElsewhere(_ engine: Int, _ optimizer: Int) throws {
        #expect(
            try OptimizerContinuation.differences(
                Self.engines[engine], isUsedBefore: false, optimizer: Self.optimizers[optimizer]) == [])
    }

    @Test(arguments: optimizers.indices) func threadsChangeNoByte(_ index: Int) throws {
        var penalized = Dense(units: 19, activation: .relu)
        penalized.kernelRegularizer = OneOf(L1L2(l1: 0.01, l2: 0.01))
        // More values than one stretch holds.
        let layers: [any Layer] = [Flatten(), penalized, Dense(units: 2, activation: .sigmoid)]
        let example = EngineCase("threads", input: [40, 31, 3], layers)
        let network = try example.network()
        var results: [[Tensor]] = []
        for threads in [1, 2, 3] {
            let session = try FastEngine(threads: threads).makeSession(
                network: network, semantics: example.semantics, key: RandomKey(seed: 4))
            try session.compile(Compilation(loss: BinaryCrossentropy(), optimizer: Self.optimizers[index]))
            for step in 0..<4 { _ = try session.trainStep(example.batch(step, count: 3, of: network)) }
            results.append(try session.parameters())
        }
        #expect(results[0] == results[1] && results[0] == results[2])
    }

    /// What stays trainable goes on with its moments; what is thawed takes its first step as any parameter does.
    @Test(arguments: engines.indices) func thawing(_ index: Int) throws {
        let engine = Self.engines[index]
        let (adam, loss) = (Adam(learningRate: 0.003), BinaryCrossentropy())
        let session = try session(engine, Compilation(loss: loss, optimizer: adam, frozen: ["layer_0", "layer_2"]))
        try train(session, 0..<3)
        let before = try session.parameters()
        let (moments, step) = (try session.optimizerState().moments, session.step)
        try session.setFrozen(["layer_2"])
        #expect(try bits(session.optimizerState().moments) == bits(moments))
        #expect(session.step == step)
        try train(session, 3..<4)
        let after = try session.parameters()
        // Adam's first step is the rate, whatever the gradient.
        let kernel = zip(before[0].values, after[0].values).map { abs($0 - $1) }
        #expect(abs((kernel.max() ?? 0) - 0.003) < 1e-5)
        #expect(before[2] == after[2])
        // Its own count of steps goes with the state.
        let other = try self.session(engine, Compilation(loss: loss, optimizer: adam, frozen: ["layer_2"]))
        let state = try session.optimizerState()
        #expect(state.begun[0] == 3 && state.begun[6] == 0)
        try other.setParameters(after)
        try other.setAverages(session.averages())
        try other.setOptimizerState(state)
        try train(session, 4..<6)
        try train(other, 4..<6)
        #expect(try session.parameters() == other.parameters())
        // Frozen and thawed again, nothing is remembered.
        try session.setFrozen(["layer_0"])
        try session.setFrozen([])
        try train(session, 6..<7)
        #expect(try session.optimizerState().begun[0] == 6)
    }

    @Test(arguments: engines.indices) func ratesOfLayers(_ index: Int) throws {
        let plain = Compilation(loss: BinaryCrossentropy(), optimizer: SGD(learningRate: 0.1))
        var rated = plain
        rated.rates = ["layer_0": 0.02, "layer_4": 0]
        let (one, other) = (try session(Self.engines[index], plain), try session(Self.engines[index], rated))
        let begin = try one.parameters()
        try train(one, 0..<1)
        try train(other, 0..<1)
        let (a, b) = (try one.parameters(), try other.parameters())
        for (slot, share) in [(0, 0.2), (6, 0), (8, 1)] as [(Int, Float)] {
            for value in begin[slot].values.indices {
                let (plain, rated) = (
                    a[slot].values[value] - begin[slot].values[value], b[slot].values[value] - begin[slot].values[value]
                )
                #expect(abs(rated - share * plain) <= 1e-6)
            }
        }
        // A callback changes all rates alike.
        try other.setParameters(begin)
        other.learningRate *= 0.5
        try train(other, 0..<1)
        let half = try other.parameters()
        for value in begin[0].values.indices {
            let (plain, rated) = (a[0].values[value] - begin[0].values[value], half[0].values[value] - begin[0].values[value])
            #expect(abs(rated - 0.1 * plain) <= 1e-6)
        }
    }

    @Test(arguments: engines.indices) func schedulesGiveTheRate(_ index: Int) throws {
        let decay = ExponentialDecay(initialLearningRate: 0.1, decaySteps: 1, decayRate: 0.5)
        let rate = LearningRate.schedule(try #require(OneOf(decay)))
        let session = try session(
            Self.engines[index], Compilation(loss: BinaryCrossentropy(), optimizer: SGD(learningRate: rate)))
        #expect(session.learningRate == 0.1)
        try train(session, 0..<2)
        session.learningRate = 3
        #expect(session.learningRate == 0.025)
    }

    @Test(arguments: engines.indices) func strangersAreRefused(_ index: Int) throws {
        let plain = Compilation(loss: BinaryCrossentropy(), optimizer: SGD(learningRate: 0.0))
        let session = try session(Self.engines[index], plain)
        for change in [
            { $0.rates = ["nobody": 1] }, { $0.undecayed = ["layer_0/nothing"] }, { $0.rates = ["layer_0": 1] },
        ] as [(inout Compilation) -> Void] {
            var compilation = plain
            change(&compilation)
            #expect(throws: EngineError.self) { try session.compile(compilation) }
        }
        #expect(throws: EngineError.self) { try session.setFrozen(["nobody"]) }
    }

    /// Half the difference of the loss at w + h and w - h is the gradient, penalties included.
    @Test(arguments: engines.indices) func penaltiesHaveGradients(_ index: Int) throws {
        var dense = Dense(units: 2, activation: .softmax)
        dense.kernelRegularizer = OneOf(L1L2(l1: 0.3, l2: 0.2))
        let example = EngineCase("penalties", input: [2, 2, 3], [Flatten(), dense])
        let network = try example.network()
        guard
            let session = try Self.engines[index].makeSession(
                network: network, semantics: example.semantics, key: RandomKey(seed: 4)) as? any GradientSession
        else { return #expect(Bool(false), "no gradients") }
        try session.compile(Compilation(loss: CategoricalCrossentropy(), optimizer: SGD()))
        let batch = example.batch(0, count: 3, of: network)
        let values = try session.parameters()
        let (loss, gradients) = try session.gradients(batch)
        #expect(abs(try session.evaluate(batch).loss - loss) < 1e-6)
        for place in [0, 5, 17] {
            var sides: [Double] = []
            for step in [0.01, -0.01] as [Float] {
                var moved = values
                moved[0].values[place] += step
                try session.setParameters(moved)
                sides.append(try session.evaluate(batch).loss)
            }
            #expect(abs((sides[0] - sides[1]) / 0.02 - Double(gradients[0].values[place])) < 1e-3)
        }
        try session.setParameters(values)
        try session.setFrozen(["layer_1"])
        let own = values[0].values.reduce(0.0) { $0 + 0.3 * abs(Double($1)) + 0.2 * Double($1) * Double($1) }
        #expect(abs(try session.evaluate(batch).loss - (loss - own)) < 1e-5)
    }
}
