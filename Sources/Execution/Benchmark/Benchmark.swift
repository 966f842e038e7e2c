import Diagnostics
import Engine
import Foundation
import Network
import Plan
import Randomness
import Results

/// Times the training steps of an experiment on synthetic batches of its shapes. It reads no data and leaves nothing behind.
public struct Benchmark {
    let plan: Plan
    let engine: any Engine
    private let count: Int

    /// - Parameter steps: How often each step is timed, after two that are not.
    public init(plan: Plan, engine: any Engine, steps: Int) {
        self.plan = plan
        self.engine = engine
        count = max(steps, 1)
    }

    /// The ids of the steps that can be measured.
    public var trainings: [String] { plan.steps.filter { $0.action.kind is TrainStep }.map(\.id) }

    /// Measures the trainings of some ids, in the order of the plan.
    ///
    /// - Throws: A diagnostic where the engine cannot compute a network.
    public func measure(_ ids: Set<String>) throws(Diagnostic) -> [BenchmarkRecord.Step] {
        var compiled: [String: CompileStep] = [:]
        var records: [BenchmarkRecord.Step] = []
        for step in plan.steps {
            if let compile = step.action.kind as? CompileStep { compiled[compile.model] = compile }
            guard let train = step.action.kind as? TrainStep, ids.contains(step.id) else { continue }
            guard let model = plan.model(train.model), let data = plan.dataset(train.data), let compile = compiled[train.model]
            else {
                throw Diagnostic(
                    "plan-fault", .error, "\(step.id) has no compiled model or no data in the plan", outcome: .internalFault)
            }
            do throws(EngineError) {
                records.append(try measure(step.id, model, compile, images: data.batchSize))
            } catch {
                throw Diagnostic(engine: error)
            }
        }
        return records
    }

    private func measure(
        _ id: String, _ model: ModelPlan, _ compile: CompileStep, images: Int
    ) throws(EngineError) -> BenchmarkRecord.Step {
        let network = model.network
        let frozen = Set(compile.frozen)
        let session = try engine.makeSession(
            network: network, semantics: plan.semantics, key: RandomKey(seed: 0).with("benchmark"))
        try session.compile(compile.compilation)
        let batch = Self.batch(images, for: network, compile.loss.value)
        let operations = LayerOperations(network, frozen: frozen)

        var profile = StepProfile(calls: [], steps: [], programBytes: 0)
        let isByLayer: Bool
        if let session = session as? any ProfilingSession {
            profile = try session.profile(batch, training: true, steps: count)
            isByLayer = true
        } else {
            profile.steps = try times { () throws(EngineError) in _ = try session.trainStep(batch) }
            isByLayer = false
        }
        let stages = try (session as? any DescribingSession)?.programDescription(count: images, training: true).stages ?? []
        let evaluations = try times { () throws(EngineError) in _ = try session.evaluate(batch) }
        let median = StepProfile.median(profile.steps)
        let all = Double(operations.total) * Double(images)
        return BenchmarkRecord.Step(
            id: id, model: model.name, images: images, frozen: frozen.count, msMedian: median * 1e3,
            msMin: (profile.steps.min() ?? 0) * 1e3, evaluateMsMedian: StepProfile.median(evaluations) * 1e3,
            gflops: median > 0 ? all / median * 1e-9 : 0,
            restMs: isByLayer ? max(0, median - profile.calls.reduce(0) { $0 + $1.seconds }) * 1e3 : nil,
            programBytes: isByLayer ? profile.programBytes : nil, peakBytes: HostRecord.peakMemory(),
            layers: isByLayer ? operations.layers(of: profile, images: images, stages: stages) : [])
    }

    /// Seconds of each of some calls, after two that do not count.
    private func times(_ body: () throws(EngineError) -> Void) throws(EngineError) -> [Double] {
        for _ in 0..<2 { try body() }
        var result: [Double] = []
        for _ in 0..<count {
            let began = ContinuousClock.now
            try body()
            result.append((ContinuousClock.now - began).inSeconds)
        }
        return result
    }

    /// Values of 0 to 1, and classes in turn.
    static func batch(_ images: Int, for network: NetworkDefinition, _ loss: any Loss) -> EngineBatch {
        let key = RandomKey(seed: 1)
        let inputs = (0..<Limits.product([images, network.input.count])).map { Float(key.uniform(UInt64($0))) }
        let width = network.output.count
        let encoding = loss.targetEncoding(outputWidth: width) ?? .oneHot
        var targets = [Float](repeating: 0, count: Limits.product([images, encoding.width(outputWidth: width)]))
        for image in 0..<images {
            switch encoding {
            case .binary: targets[image] = Float(image % 2)
            case .index: targets[image] = Float(image % width)
            case .oneHot: targets[image * width + image % width] = 1
            }
        }
        return EngineBatch(count: images, inputs: inputs, targets: targets)
    }
}
