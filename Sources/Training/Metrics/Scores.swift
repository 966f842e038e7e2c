import Diagnostics
import Engine
import Network
import Plan

/// Loss and metrics over the batches of a pass, as the outputs were when each batch went through: of the loss the mean of the batches'
/// losses, each weighed by its number of samples; of a metric what it makes of all samples.
struct Scores {
    private let metrics: [(names: [String], metric: any WorkingMetric)]
    private let width: Int
    /// The sum of the batches' losses, each times its number of samples.
    private(set) var loss = 0.0
    /// What each metric knows.
    private(set) var states: [[Double]]
    /// The samples seen.
    private(set) var samples = 0
    /// The loss of the last batch.
    private(set) var lastLoss = 0.0

    /// Empty scores for a model of so many outputs a sample.
    init(_ plans: [MetricPlan], width: Int) throws(Diagnostic) {
        var metrics: [([String], any WorkingMetric)] = []
        for plan in plans {
            guard let metric = plan.metric.kind as? any WorkingMetric else {
                throw Diagnostic(
                    "metric-unknown", .error, "no way to compute the metric \(plan.metric.name)", outcome: .internalFault)
            }
            metrics.append((plan.names, metric))
        }
        self.metrics = metrics
        self.width = width
        states = metrics.map { $0.1.start(width: width) }
    }

    /// Goes on from a state of before.
    mutating func restore(_ state: PassState) throws(Diagnostic) {
        // What one keeps grows with the samples, of all others the length is known.
        let fits = zip(states, state.metrics).allSatisfy { $0.isEmpty || $0.count == $1.count }
        guard state.metrics.count == states.count, fits else {
            throw Diagnostic(
                "state-misfit", .error, "a state of \(state.metrics.count) metrics does not fit a pass with \(states.count)",
                outcome: .internalFault)
        }
        (loss, states, samples, lastLoss) = (state.loss, state.metrics, state.samples, state.lastLoss)
    }

    /// Takes in a batch.
    mutating func add(_ result: BatchResult, labels: [Int]) {
        samples += labels.count
        loss += result.loss * Double(labels.count)
        lastLoss = result.loss
        let batch = MetricBatch(outputs: result.outputs, labels: labels, width: width)
        for index in metrics.indices { metrics[index].metric.add(batch, to: &states[index]) }
    }

    /// The values so far, each name after `prefix`; of the loss what `rule` asks for.
    ///
    /// - Parameter underWay: Whether what costs much is left out.
    func logs(prefix: String = "", loss rule: Semantics.EvaluatedLoss = .mean, underWay: Bool = false) -> Logs {
        var logs = Logs()
        logs[prefix + "loss"] = rule == .lastBatch ? lastLoss : loss / Double(max(samples, 1))
        for (entry, state) in zip(metrics, states) where !(underWay && entry.metric.isCostly) {
            for (name, value) in zip(entry.names, entry.metric.values(of: state, width: width)) { logs[prefix + name] = value }
        }
        return logs
    }
}
