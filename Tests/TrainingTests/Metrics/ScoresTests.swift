import Diagnostics
import Engine
import Network
import Plan
import Testing

@testable import Training

@Suite struct ScoresTests {
    private func plan(_ name: String, _ metric: any MetricKind, width: Int = 1) throws -> MetricPlan {
        MetricPlan(name: name, metric: try #require(OneOf(metric)), parts: metric.parts(outputs: width))
    }

    /// A smaller last batch counts by its size in means; a metric with counts of its own sees all samples as one.
    @Test func batchesOfTwoSizes() throws {
        var scores = try Scores(
            [plan("acc", BinaryAccuracy()), plan("precision", Precision()), plan("exact_auc", ExactAUC())], width: 1)
        scores.add(BatchResult(outputs: [0.9, 0.8, 0.1], loss: 1), labels: [1, 0, 0])
        scores.add(BatchResult(outputs: [0.7], loss: 5), labels: [1])
        let logs = scores.logs(prefix: "val_")
        #expect(logs.names == ["val_loss", "val_acc", "val_precision", "val_exact_auc"])
        #expect(logs.values == [2, 0.75, 2.0 / 3, 0.75])
        #expect(scores.logs(loss: .lastBatch)["loss"] == 5)
        // Sorting everything after each batch would cost more than the batch.
        #expect(scores.logs(underWay: true).names == ["loss", "acc", "precision"])
    }

    @Test func partsHaveNumbers() throws {
        var scores = try Scores(
            [plan("f1_score", F1Score(), width: 3), plan("recall", Recall(thresholds: [0.1, 0.9]), width: 3)], width: 3)
        scores.add(BatchResult(outputs: [0.2, 0.7, 0.1, 0.3, 0.3, 0.4], loss: 0), labels: [1, 2])
        #expect(scores.logs().names == ["loss", "f1_score_0", "f1_score_1", "f1_score_2", "recall_0", "recall_1"])
        #expect(scores.logs()["recall_0"] == 1)
        #expect(scores.logs()["f1_score_0"] == 0)
    }

    /// A state goes into scores of the same metrics, and into no others.
    @Test func statesFitTheirMetrics() throws {
        var state = PassState()
        (state.samples, state.loss, state.metrics) = (4, 3, [[2, 4], [0.5, 1]])
        var scores = try Scores([plan("acc", BinaryAccuracy()), plan("exact_auc", ExactAUC())], width: 1)
        try scores.restore(state)
        #expect(scores.logs()["loss"] == 0.75)
        #expect(scores.logs()["acc"] == 0.5)
        var fewer = try Scores([plan("acc", BinaryAccuracy())], width: 1)
        #expect(throws: Diagnostic.self) { try fewer.restore(state) }
        var others = try Scores([plan("precision", Precision()), plan("exact_auc", ExactAUC())], width: 1)
        #expect(throws: Diagnostic.self) { try others.restore(state) }
    }
}
