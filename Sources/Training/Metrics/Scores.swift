import Diagnostics
import Engine
import Network
import Plan

/// Loss and metrics over the batches of a pass: means of the batches' values, each weighed by its number of samples, as the values
/// were when the batch went through.
struct Scores {
    private let metrics: [(name: String, metric: any BatchMetric)]
    /// Of the loss, then of each metric.
    private(set) var sums: [Double]
    /// The samples seen.
    private(set) var samples = 0
    /// The loss of the last batch.
    private(set) var lastLoss = 0.0

    init(_ plans: [MetricPlan]) throws(Diagnostic) {
        var metrics: [(String, any BatchMetric)] = []
        for plan in plans {
            guard let metric = plan.metric.kind as? any BatchMetric else {
                throw Diagnostic(
                    "metric-unknown", .error, "no way to compute the metric \(plan.metric.name)", outcome: .internalFault)
            }
            metrics.append((plan.name, metric))
        }
        self.metrics = metrics
        sums = Array(repeating: 0, count: metrics.count + 1)
    }

    /// Goes on from sums of before.
    mutating func restore(_ state: PassState) throws(Diagnostic) {
        guard state.sums.count == sums.count else {
            throw Diagnostic(
                "state-misfit", .error, "a state of \(state.sums.count) sums does not fit a pass with \(sums.count)",
                outcome: .internalFault)
        }
        (sums, samples, lastLoss) = (state.sums, state.samples, state.lastLoss)
    }

    /// Takes in a batch.
    mutating func add(_ result: BatchResult, targets: [Float], width: Int, count: Int) {
        samples += count
        sums[0] += result.loss * Double(count)
        lastLoss = result.loss
        for (index, entry) in metrics.enumerated() {
            sums[index + 1] += entry.metric.mean(outputs: result.outputs, targets: targets, width: width) * Double(count)
        }
    }

    /// The means so far, each name after `prefix`; of the loss what `rule` asks for.
    func logs(prefix: String = "", loss rule: Semantics.EvaluatedLoss = .mean) -> Logs {
        var logs = Logs()
        for (name, sum) in zip(["loss"] + metrics.map(\.name), sums) { logs[prefix + name] = sum / Double(max(samples, 1)) }
        if rule == .lastBatch { logs[prefix + "loss"] = lastLoss }
        return logs
    }
}
