import Plan

/// A metric that can be computed: the second face of each kind in `Plan/Metrics`.
///
/// What it knows of the batches so far is a row of numbers, which checkpoints keep; the metric itself is only a value.
protocol WorkingMetric: MetricKind {
    /// What is known before the first batch.
    ///
    /// - Parameter width: Outputs a sample, at least 1.
    func start(width: Int) -> [Double]
    /// Takes in a batch.
    func add(_ batch: MetricBatch, to state: inout [Double])
    /// The values over all batches so far: one, or as many as `parts` says.
    func values(of state: [Double], width: Int) -> [Double]
    /// Whether its values cost so much that they are asked for at the end of a pass only.
    var isCostly: Bool { get }
}

extension WorkingMetric {
    var isCostly: Bool { false }
}

/// What a batch gave, as metrics see it.
struct MetricBatch {
    /// Row-major (count, width).
    let outputs: [Float]
    /// The class of each sample.
    let labels: [Int]
    /// Outputs a sample, at least 1.
    let width: Int

    init(outputs: [Float], labels: [Int], width: Int) {
        self.outputs = outputs
        // No row is looked for where there is none.
        self.labels = Array(labels.prefix(outputs.count / max(width, 1)))
        self.width = max(width, 1)
    }

    /// Whether an output stands for the sample's class: a single output for class 1, one of several for the class of its number.
    func isTarget(_ row: Int, _ column: Int) -> Bool { labels[row] == (width == 1 ? 1 : column) }

    /// The place of a row's largest output, the first of equals.
    func largest(_ row: Int) -> Int { Self.largest(outputs[row * width..<(row + 1) * width]) }

    /// The place of the largest value, counted from the first; the first of equals.
    static func largest(_ values: ArraySlice<Float>) -> Int {
        var best = values.startIndex
        for index in values.indices where values[index] > values[best] { best = index }
        return best - values.startIndex
    }

    /// Outputs with whether each should be high: all of them, or those of one column.
    func decisions(column: Int?) -> [Decision] {
        let columns = column.map { $0..<$0 + 1 }?.clamped(to: 0..<width) ?? 0..<width
        return labels.indices.flatMap { row in
            columns.map { Decision(score: outputs[row * width + $0], isPositive: isTarget(row, $0)) }
        }
    }
}

/// An output, and whether it should be high.
struct Decision {
    var score: Float
    var isPositive: Bool
}

/// A metric that is a mean over samples: of each batch its mean, weighed by the number of its samples.
protocol MeanMetric: WorkingMetric {
    /// The mean over the samples of a batch, which has at least one.
    func mean(_ batch: MetricBatch) -> Double
}

extension MeanMetric {
    /// A sum, and the samples in it.
    func start(width: Int) -> [Double] { [0, 0] }

    func add(_ batch: MetricBatch, to state: inout [Double]) {
        guard !batch.labels.isEmpty else { return }
        state[0] += mean(batch) * Double(batch.labels.count)
        state[1] += Double(batch.labels.count)
    }

    func values(of state: [Double], width: Int) -> [Double] { [state[0] / max(state[1], 1)] }
}
