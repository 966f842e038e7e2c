import Network

/// What a share that a step measures is counted over.
public struct ClaimGrid: Hashable, Sendable {
    /// A way of counting.
    public struct Count: Hashable, Sendable {
        /// Batches; nil for one pass.
        public var steps: Int?
        /// Samples seen; one that comes twice counts twice.
        public var samples: Int
        /// Outputs counted for each sample.
        public var outputs: Int

        /// Creates a way of counting.
        public init(steps: Int? = nil, samples: Int, outputs: Int) {
            self.steps = steps
            self.samples = samples
            self.outputs = outputs
        }
    }

    /// Samples that the step sees.
    public var samples: Int
    /// Outputs counted for each sample.
    public var outputs: Int
    /// Other ways that people count: the metric's other meaning, and 100 steps of a generator that wraps (the habit of
    /// `evaluate_generator(steps=100)`), whatever the semantics; without the step's own.
    public var others: [Count]

    /// The grid of a step's metric; nil where the metric is no share of hits, the images are not counted, or how many are seen
    /// depends on the epoch at which a training ends.
    public init?(step id: String, metric name: String, in plan: Plan) {
        guard let index = plan.steps.firstIndex(where: { $0.id == id }) else { return nil }
        let model: String
        let seen: (data: String, steps: Int?, isEvaluation: Bool)
        var metric = name
        var wraps = plan.semantics.epochEnd == .wrap
        switch plan.steps[index].action.kind {
        case let evaluate as EvaluateStep:
            model = evaluate.model
            seen = (evaluate.data, evaluate.steps, true)
        case let train as TrainStep:
            model = train.model
            if name.hasPrefix("val_"), let validation = train.validationData {
                metric = String(name.dropFirst(4))
                wraps = wraps || plan.semantics.validationWindow == .rolling
                seen = (validation, train.validationSteps, false)
            } else {
                seen = (train.data, train.stepsPerEpoch, false)
            }
        default: return nil
        }
        let compiles = plan.steps[..<index].compactMap { $0.action.kind as? CompileStep }
        guard let compiled = compiles.last(where: { $0.model == model })?.metrics.first(where: { $0.name == metric }),
            let width = plan.model(model)?.network.output.count,
            let outputs = compiled.metric.value.decisions(outputs: width),
            let data = plan.dataset(seen.data), let count = data.count, count > 0,
            let samples = Self.samples(of: data, steps: seen.steps, wraps: wraps, isEvaluation: seen.isEvaluation)
        else { return nil }
        self.samples = samples
        self.outputs = outputs
        let meanings = width > 1 ? [outputs, outputs == 1 ? width : 1] : [outputs]
        let usual = Self.samples(of: data, steps: 100, wraps: true, isEvaluation: true)
        let counts =
            meanings.map { Count(steps: seen.steps, samples: samples, outputs: $0) }
            + meanings.compactMap { meaning in usual.map { Count(steps: 100, samples: $0, outputs: meaning) } }
        others = counts.filter { $0.samples != samples || $0.outputs != outputs }
    }

    /// The samples in `steps` batches of a data set, nil steps being one pass; nil where the last, shorter batch of a pass falls
    /// into some epochs and not into others.
    private static func samples(of data: DatasetPlan, steps: Int?, wraps: Bool, isEvaluation: Bool) -> Int? {
        guard let count = data.count, let batches = data.batches, batches > 0 else { return nil }
        let wanted = max(steps ?? batches, 1)
        let taken = wraps ? wanted : min(wanted, batches)
        let (passes, rest) = (taken / batches, taken % batches)
        let isEven = count % max(data.batchSize, 1) == 0
        guard rest == 0 || isEvaluation || (isEven && (wraps || batches % taken == 0)) else { return nil }
        return Limits.sum([Limits.product([passes, count]), Limits.product([rest, data.batchSize])])
    }
}
