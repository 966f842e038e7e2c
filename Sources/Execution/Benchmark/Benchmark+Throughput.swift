import Diagnostics
import Engine
import Network
import Plan
import Randomness

// How fast a machine trains, to choose how many trainings go on at once.
extension Benchmark {
    /// Repeats the step of the first training for some time.
    ///
    /// - Parameters:
    ///   - seconds: For how long.
    ///   - whenReady: Called once everything is compiled and two steps are done; what it waits for does not count.
    /// - Returns: Steps in a second; nil where the experiment trains nothing.
    /// - Throws: A diagnostic where the engine cannot compute a network.
    public func throughput(seconds: Double, whenReady: () -> Void) throws(Diagnostic) -> Double? {
        guard let training = Self.firstTraining(of: plan) else { return nil }
        do throws(EngineError) {
            let session = try engine.makeSession(
                network: training.model.network, semantics: plan.semantics, key: RandomKey(seed: 0).with("benchmark"))
            try session.compile(training.compile.compilation)
            let batch = Self.batch(training.images, for: training.model.network, training.compile.loss.value)
            for _ in 0..<2 { _ = try session.trainStep(batch) }
            whenReady()
            let began = ContinuousClock.now
            var steps = 0
            var taken = 0.0
            repeat {
                _ = try session.trainStep(batch)
                steps += 1
                taken = (ContinuousClock.now - began).inSeconds
            } while taken < seconds
            return Double(steps) / taken
        } catch {
            throw Diagnostic(engine: error)
        }
    }

    /// Multiplications and additions of all trainings of a plan, validation aside; early stopping may leave some out.
    public static func operations(of plan: Plan) -> Double {
        var frozen: [String: [String]] = [:]
        var sum = 0.0
        for step in plan.steps {
            if let compile = step.action.kind as? CompileStep { frozen[compile.model] = compile.frozen }
            guard let train = step.action.kind as? TrainStep, let model = plan.model(train.model),
                let data = plan.dataset(train.data)
            else { continue }
            let operations = LayerOperations(model.network, frozen: Set(frozen[train.model] ?? [])).total
            let steps = Double(train.stepsPerEpoch ?? data.batches ?? 0) * Double(train.epochs)
            sum += Double(operations) * Double(data.batchSize) * steps
        }
        return sum
    }

    private static func firstTraining(of plan: Plan) -> (model: ModelPlan, compile: CompileStep, images: Int)? {
        var compiled: [String: CompileStep] = [:]
        for step in plan.steps {
            if let compile = step.action.kind as? CompileStep { compiled[compile.model] = compile }
            guard let train = step.action.kind as? TrainStep else { continue }
            guard let model = plan.model(train.model), let data = plan.dataset(train.data), let compile = compiled[train.model]
            else { return nil }
            return (model, compile, data.batchSize)
        }
        return nil
    }
}
