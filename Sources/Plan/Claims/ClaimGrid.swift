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
        let seen: (data: String, steps: Int?, pace: Pace)
        var metric = name
        let evaluation = Pace.inOrder(wraps: plan.semantics.evaluationEnd == .wrap)
        switch plan.steps[index].action.kind {
        case let evaluate as EvaluateStep:
            model = evaluate.model
            seen = (evaluate.data, evaluate.steps, evaluation)
        case let train as TrainStep:
            model = train.model
            if name.hasPrefix("val_"), let validation = train.validationData {
                metric = String(name.dropFirst(4))
                let isRolling = plan.semantics.validationWindow == .rolling
                seen = (validation, train.validationSteps, isRolling ? .endless : evaluation)
            } else {
                let paces: [Semantics.EpochEnd: Pace] = [.wrap: .endless, .restart: .first, .truncate: .rounds]
                seen = (train.data, train.stepsPerEpoch, paces[plan.semantics.epochEnd] ?? .rounds)
            }
        default: return nil
        }
        let compiles = plan.steps[..<index].compactMap { $0.action.kind as? CompileStep }
        guard let compiled = compiles.last(where: { $0.model == model })?.metrics.first(where: { $0.name == metric }),
            let width = plan.model(model)?.network.output.count,
            let outputs = compiled.metric.value.decisions(outputs: width), let data = plan.dataset(seen.data),
            let samples = Self.samples(of: data, steps: seen.steps, seen.pace)
        else { return nil }
        self.samples = samples
        self.outputs = outputs
        let meanings = width > 1 ? [outputs, outputs == 1 ? width : 1] : [outputs]
        let usual = Self.samples(of: data, steps: 100, .inOrder(wraps: true))
        let counts =
            meanings.map { Count(steps: seen.steps, samples: samples, outputs: $0) }
            + meanings.compactMap { meaning in usual.map { Count(steps: 100, samples: $0, outputs: meaning) } }
        others = counts.filter { $0.samples != samples || $0.outputs != outputs }
    }

    /// Which batches come, as far as it decides how many samples they hold; the last batch of a pass may be short.
    private enum Pace {
        /// The first of each pass, the short one last.
        case inOrder(wraps: Bool)
        /// The next ones of one endless stream.
        case endless
        /// The first of a pass in shuffled order, one pass at most.
        case first
        /// The next ones of a pass; an epoch ends with it.
        case rounds
    }

    /// The samples in `steps` batches of a data set, nil steps being one pass; nil where they differ from epoch to epoch.
    private static func samples(of data: DatasetPlan, steps: Int?, _ pace: Pace) -> Int? {
        guard let count = data.count, let batches = data.batches, batches > 0 else { return nil }
        let wanted = max(steps ?? batches, 1)
        let isEven = count % max(data.batchSize, 1) == 0
        var taken = min(wanted, batches)
        var isCertain = isEven
        switch pace {
        case .inOrder(let wraps):
            if wraps { taken = wanted }
            isCertain = true
        case .endless: taken = wanted
        case .first: break
        case .rounds: isCertain = isEven && batches % taken == 0
        }
        let (passes, rest) = (taken / batches, taken % batches)
        guard rest == 0 || isCertain else { return nil }
        return Limits.sum([Limits.product([passes, count]), Limits.product([rest, data.batchSize])])
    }
}
