import Diagnostics
import Engine
import Plan

/// How long a run of a plan will take, from a few timed training steps: steps, validations and evaluations, nothing of reading data.
public struct TrialTime: Hashable, Sendable {
    /// A timed training step.
    public struct Step: Hashable, Sendable {
        /// The training's id.
        public var id: String
        /// The shortest of those timed, in milliseconds: what else runs on the machine makes a step longer, and nothing shorter.
        public var milliseconds: Double
    }

    /// The time of a whole run, in seconds.
    public var seconds: Double
    /// What was timed.
    public var steps: [Step]

    /// Times the trainings of a plan.
    ///
    /// - Parameter count: How often each step is timed.
    /// - Returns: Nil where a plan trains nothing, or its data was not looked at.
    /// - Throws: A diagnostic where the engine cannot compute a network.
    public static func measure(_ plan: Plan, on engine: any Engine, steps count: Int) throws(Diagnostic) -> TrialTime? {
        let benchmark = Benchmark(plan: plan, engine: engine, steps: count)
        let trainings = benchmark.trainings
        guard !trainings.isEmpty else { return nil }
        return TrialTime(of: plan, timed: try benchmark.measure(Set(trainings)))
    }

    /// Adds up what a plan does.
    ///
    /// - Parameter timed: A record of each of its trainings.
    public init?(of plan: Plan, timed: [BenchmarkRecord.Step]) {
        var seconds = 0.0
        for step in plan.steps {
            if let train = step.action.kind as? TrainStep {
                guard let record = timed.first(where: { $0.id == step.id }),
                    let batches = train.stepsPerEpoch ?? plan.dataset(train.data)?.batches
                else { return nil }
                let evaluation = record.evaluateMsMedian / Double(max(record.images, 1))
                let images = train.validationData.flatMap { plan.dataset($0) }.flatMap { data in
                    train.validationSteps.map { $0 * data.batchSize } ?? data.count
                }
                let epoch = record.msMin * Double(batches) + evaluation * Double(images ?? 0)
                seconds += epoch * Double(train.epochs) / 1e3
            } else if let evaluate = step.action.kind as? EvaluateStep, let data = plan.dataset(evaluate.data),
                let record = timed.last(where: { $0.model == evaluate.model })
            {
                let images = evaluate.steps.map { $0 * data.batchSize } ?? data.count ?? 0
                seconds += record.evaluateMsMedian / Double(max(record.images, 1)) * Double(images) / 1e3
            }
        }
        self.seconds = seconds
        steps = timed.map { Step(id: $0.id, milliseconds: $0.msMin) }
    }
}
