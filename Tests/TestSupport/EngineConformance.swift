import Engine
import Network
import Randomness

/// What every engine must do, as a function: it runs an engine beside another that is trusted and says where they differ.
///
///     @Test(arguments: EngineConformance.cases)
///     func agrees(_ example: EngineCase) throws {
///         let differences = try EngineConformance.differences(of: MyEngine(), from: ReferenceEngine(), on: example)
///         #expect(differences.isEmpty, "\(differences)")
///     }
public enum EngineConformance {
    /// Runs a case on both engines: initial values, parameters there and back, outputs, losses, every gradient, training steps on batches
    /// of changing size under a changing learning rate, another compilation, and calls that must be refused.
    ///
    /// - Parameter tolerance: The largest difference allowed, relative to the largest absolute value of the tensor that is compared;
    ///   for engines in float32, sums of thousands of products included, 1e-4. What must be equal to the bit is compared so.
    /// - Returns: One sentence for each difference; empty where there is none.
    public static func differences(
        of engine: any Engine, from oracle: any Engine, on example: EngineCase, tolerance: Double = 1e-4
    ) throws -> [String] {
        let network = try example.network()
        let key = RandomKey(seed: 3)
        var run = Run(
            example: example, network: network, tolerance: tolerance,
            tested: try engine.makeSession(network: network, semantics: example.semantics, key: key),
            trusted: try oracle.makeSession(network: network, semantics: example.semantics, key: key))
        try run.initialValues()
        try run.inference()
        try run.gradients()
        try run.training()
        try run.freshCompilation()
        run.refusals()
        try run.repetition { try engine.makeSession(network: network, semantics: example.semantics, key: key) }
        return run.differences
    }

    /// Where two tensors differ by more than `tolerance` times `scale`, or the trusted one's largest absolute value; nil where nowhere.
    public static func difference(
        _ name: String, _ found: [Double], _ expected: [Double], tolerance: Double, scale: Double = 0
    ) -> String? {
        guard found.count == expected.count else { return "\(name): \(found.count) values instead of \(expected.count)" }
        let largest = expected.reduce(max(scale, .leastNormalMagnitude)) { max($0, abs($1)) }
        // A NaN is a difference too, so the comparison asks for what is right and not for what is wrong.
        guard let worst = found.indices.first(where: { !(abs(found[$0] - expected[$0]) <= tolerance * largest) }) else {
            return nil
        }
        let place = found.indices.max { abs(found[$0] - expected[$0]) < abs(found[$1] - expected[$1]) } ?? worst
        return "\(name)[\(place)]: \(found[place]) instead of \(expected[place]), the largest being \(largest)"
    }
}

/// Two sessions side by side.
private struct Run {
    let example: EngineCase
    let network: NetworkDefinition
    let tolerance: Double
    let tested: any EngineSession
    let trusted: any EngineSession
    var differences: [String] = []

    mutating func compare(_ name: String, _ found: [Float], _ expected: [Float], scale: Double = 0) {
        let difference = EngineConformance.difference(
            name, found.map { Double($0) }, expected.map { Double($0) }, tolerance: tolerance, scale: scale)
        if let difference { differences.append(difference) }
    }

    mutating func compare(_ name: String, _ found: BatchResult, _ expected: BatchResult) {
        compare("\(name): outputs", found.outputs, expected.outputs)
        compare("\(name): loss", [Float(found.loss)], [Float(expected.loss)])
    }

    mutating func expect(_ condition: Bool, _ sentence: String) {
        if !condition { differences.append(sentence) }
    }

    mutating func initialValues() throws {
        let drawn = InitialValues.draw(network, key: RandomKey(seed: 3))
        expect(try tested.parameters() == drawn, "initial parameters are not those of InitialValues")
        let own = example.parameters(of: network)
        for session in [tested, trusted] { try session.setParameters(own) }
        expect(try tested.parameters() == own, "parameters do not come back as they were set")
    }

    mutating func inference() throws {
        for (number, count) in example.batches.enumerated() {
            let batch = example.batch(number, count: count, of: network)
            compare("predict \(count)", try tested.predict(batch), try trusted.predict(batch))
        }
        for session in [tested, trusted] { try session.compile(example.compilation) }
        for (number, count) in example.batches.enumerated() {
            let batch = example.batch(number, count: count, of: network)
            compare("evaluate \(count)", try tested.evaluate(batch), try trusted.evaluate(batch))
        }
        let batches = example.batches.enumerated().map { example.batch($0, count: $1, of: network) }
        for (batch, result) in zip(batches, try tested.evaluate(batches)) {
            let alone = try tested.evaluate(batch)
            expect(alone.outputs == result.outputs && alone.loss == result.loss, "batches together give other bytes than alone")
        }
        expect(try tested.parameters() == example.parameters(of: network), "inference changed parameters")
    }

    mutating func gradients() throws {
        guard let tested = tested as? any GradientSession, let trusted = trusted as? any GradientSession else {
            return differences.append("no GradientSession")
        }
        for (number, count) in example.batches.enumerated() {
            let batch = example.batch(number, count: count, of: network)
            let (found, expected) = (try tested.gradients(batch), try trusted.gradients(batch))
            compare("gradients \(count): loss", [Float(found.loss)], [Float(expected.loss)])
            // A gradient that is zero but for rounding is compared with the network's largest.
            let largest = expected.gradients.flatMap(\.values).reduce(0) { max($0, abs($1)) }
            expect(found.gradients.map(\.shape) == expected.gradients.map(\.shape), "gradients have other shapes")
            for (index, entry) in network.parameters.enumerated() {
                let (found, expected) = (found.gradients[index].values, expected.gradients[index].values)
                compare("gradients \(count): \(entry.name)", found, expected, scale: 0.01 * Double(largest))
            }
        }
        expect(try tested.parameters() == example.parameters(of: network), "gradients changed parameters")
        expect(tested.step == 0, "gradients changed the step")
    }

    mutating func training() throws {
        let before = try tested.parameters()
        expect(tested.learningRate == example.optimizer.learningRate.rate(at: 0), "the learning rate is not the optimizer's")
        for (number, count) in example.batches.enumerated() {
            if number == 1 { for session in [tested, trusted] { session.learningRate = 0.004 } }
            let batch = example.batch(number, count: count, of: network)
            compare("step \(number)", try tested.trainStep(batch), try trusted.trainStep(batch))
            expect(tested.step == number + 1, "step is \(tested.step) after \(number + 1) steps")
            try compareParameters("after step \(number)")
        }
        for (entry, (old, new)) in zip(network.parameters, zip(before, try tested.parameters()))
        where example.compilation.frozen.contains(network.layers[entry.layer].name) {
            expect(old == new, "\(entry.name) is frozen and changed")
        }
        let batch = example.batch(0, count: example.batches.first ?? 1, of: network)
        compare("evaluate after training", try tested.evaluate(batch), try trusted.evaluate(batch))
    }

    /// Compiling again keeps parameters, thaws, and begins the optimizer afresh.
    mutating func freshCompilation() throws {
        var thawed = example.compilation
        thawed.frozen = []
        let kept = try tested.parameters()
        for session in [tested, trusted] { try session.compile(thawed) }
        expect(tested.step == 0, "compile leaves the step at \(tested.step)")
        expect(try tested.parameters() == kept, "compile changed parameters")
        let batch = example.batch(9, count: 2, of: network)
        compare("after compile", try tested.trainStep(batch), try trusted.trainStep(batch))
        try compareParameters("after compile and a step")
    }

    mutating func compareParameters(_ when: String) throws {
        for (entry, (found, expected)) in zip(network.parameters, zip(try tested.parameters(), try trusted.parameters())) {
            compare("\(when): \(entry.name)", found.values, expected.values)
        }
    }
}

extension Run {
    /// Batches and parameters that do not fit.
    mutating func refusals() {
        let good = example.batch(0, count: 2, of: network)
        var bad: [(String, EngineBatch)] = []
        for (name, change) in [
            ("no samples", { $0.count = 0 }), ("too large a count", { $0.count = .max }),
            ("a missing input", { $0.inputs.removeLast() }),
            ("a missing target", { $0.targets.removeLast() }), ("too many weights", { $0.weights = [1, 1, 1] }),
        ] as [(String, (inout EngineBatch) -> Void)] {
            var batch = good
            change(&batch)
            bad.append((name, batch))
        }
        for (name, batch) in bad {
            refuses("trainStep with \(name)") { session throws(EngineError) in _ = try session.trainStep(batch) }
            refuses("evaluate with \(name)") { session throws(EngineError) in _ = try session.evaluate(batch) }
        }
        refuses("setParameters with none") { session throws(EngineError) in try session.setParameters([]) }
        var misshapen = example.parameters(of: network)
        misshapen[0] = Tensor(shape: [misshapen[0].values.count, 1, 1, 1, 1], repeating: 0)
        refuses("setParameters with another shape") { session throws(EngineError) in try session.setParameters(misshapen) }
    }

    private mutating func refuses(_ what: String, _ body: (any EngineSession) throws(EngineError) -> Void) {
        do {
            try body(tested)
            differences.append("\(what) is accepted")
        } catch .mismatch {
        } catch {
            differences.append("\(what) throws \(error)")
        }
    }

    /// Two models with one key do the same to the bit; a model before `compile` refuses to train.
    mutating func repetition(_ make: () throws -> any EngineSession) throws {
        let batches = example.batches.enumerated().map { example.batch($0, count: $1, of: network) }
        let ends = try (0..<2).map { _ in
            let session = try make()
            do {
                _ = try session.trainStep(batches[0])
                differences.append("trainStep before compile is accepted")
            } catch EngineError.notCompiled {}
            try session.compile(example.compilation)
            for batch in batches { _ = try session.trainStep(batch) }
            return try session.parameters()
        }
        expect(ends[0] == ends[1], "the same training twice gives other parameters")
    }
}
