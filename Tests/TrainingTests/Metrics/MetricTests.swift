import Diagnostics
import Engine
import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Training

/// Against Keras 3's metrics; see `Tests/Fixtures/training/make_metrics.py`.
@Suite struct MetricTests {
    private struct Case: Decodable {
        var width: Int
        var BinaryAccuracy: Double
        var CategoricalAccuracy: Double?
        var batched: Double
    }

    private func cases() throws -> [Case] {
        try JSONDecoder().decode([Case].self, from: Data(contentsOf: Fixtures.url("training/metrics.json")))
    }

    @Test func agreesWithKeras() throws {
        for entry in try cases() {
            let outputs = try NPY(fixture: "training/metrics_outputs_\(entry.width).npy").floats
            let targets = try NPY(fixture: "training/metrics_targets_\(entry.width).npy").floats
            let binary = BinaryAccuracy().mean(outputs: outputs, targets: targets, width: entry.width)
            #expect(abs(binary - entry.BinaryAccuracy) < 1e-7)
            guard let expected = entry.CategoricalAccuracy else { continue }
            let categorical = CategoricalAccuracy().mean(outputs: outputs, targets: targets, width: entry.width)
            #expect(abs(categorical - expected) < 1e-7)
        }
    }

    /// A smaller last batch counts by its size.
    @Test func meansWeighBatchesBySize() throws {
        for entry in try cases() {
            let outputs = try NPY(fixture: "training/metrics_outputs_\(entry.width).npy").floats
            let targets = try NPY(fixture: "training/metrics_targets_\(entry.width).npy").floats
            var scores = try Scores([MetricPlan(name: "acc", metric: try #require(OneOf(BinaryAccuracy())))])
            for start in stride(from: 0, to: 64, by: 10) {
                let range = start * entry.width..<min(start + 10, 64) * entry.width
                scores.add(
                    BatchResult(outputs: Array(outputs[range]), loss: Double(start)), targets: Array(targets[range]),
                    width: entry.width, count: range.count / entry.width)
            }
            let accuracy = try #require(scores.logs()["acc"])
            #expect(abs(accuracy - entry.batched) < 1e-7)
            // Losses 0, 10 … 50 of ten samples each, 60 of four.
            let loss: Double = (150 * 10 + 60 * 4) / 64.0
            #expect(scores.logs(prefix: "val_")["val_loss"] == loss)
        }
    }
}
