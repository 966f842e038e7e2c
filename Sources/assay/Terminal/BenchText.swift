import Execution
import Foundation
import Plan

/// What `assay bench` measured, for people: a line and a table a training.
struct BenchText {
    private let record: BenchmarkRecord
    private let width: Int
    private let style: TextTable.Style

    init(_ record: BenchmarkRecord, width: Int, style: TextTable.Style) {
        self.record = record
        self.width = width
        self.style = style
    }

    /// Lines, each ending in a line feed.
    var text: String {
        let threads = "\(record.threads) thread\(record.threads == 1 ? "" : "s")"
        let sets = record.instructionSets.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        var lines = ["\(record.experiment): " + ([record.engine] + sets + [threads]).joined(separator: ", ")]
        for step in record.steps { lines += [""] + summary(step) + table(step) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func summary(_ step: BenchmarkRecord.Step) -> [String] {
        let frozen = step.frozen > 0 ? ", \(step.frozen) layers frozen" : ""
        let memory = [
            step.programBytes.map { "buffers " + ReadableNumber.bytes($0) },
            step.peakBytes.map { "the process at most " + ReadableNumber.bytes($0) },
        ].compactMap { $0 }
        return [
            "\(step.id): \(step.model), \(step.images) images a step\(frozen)",
            "  training step \(Self.ms(step.msMedian)) ms (least \(Self.ms(step.msMin))), \(Self.ms(step.msMedian / Double(step.images))) ms "
                + "an image, \(String(format: "%.0f", step.gflops)) GFLOP/s; evaluation \(Self.ms(step.evaluateMsMedian)) ms",
        ] + (memory.isEmpty ? [] : ["  memory: " + memory.joined(separator: ", ")])
    }

    private func table(_ step: BenchmarkRecord.Step) -> [String] {
        guard !step.layers.isEmpty else { return [] }
        var table = TextTable([
            .init("Layer (type)"), .init("Forward", isNumeric: true), .init("Backward", isNumeric: true),
            .init("GFLOP/s", isNumeric: true), .init("Share", isNumeric: true), .init("Kernels"),
        ])
        table.rows = step.layers.filter { !$0.calls.isEmpty }.map { layer in
            let kind = layer.kind.isEmpty ? "" : " (\(layer.kind))"
            return [
                layer.name + kind, Self.ms(layer.forwardMs), layer.backwardMs > 0 ? Self.ms(layer.backwardMs) : "",
                layer.gflops.map { String(format: "%.0f", $0) } ?? "", Self.percent(layer.share), kernels(layer),
            ]
        }
        if let rest = step.restMs {
            table.rows.append(["optimizer and rest", Self.ms(rest), "", "", Self.percent(rest / max(step.msMedian, 1e-9))])
        }
        return table.lines(width: width, style: style)
    }

    /// Each kernel once, the one that takes longest first.
    private func kernels(_ layer: BenchmarkRecord.Layer) -> String {
        let times = Dictionary(layer.calls.map { ($0.kernel, $0.ms) }, uniquingKeysWith: +)
        return times.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key).joined(separator: ", ")
    }

    private static func ms(_ value: Double) -> String { String(format: value < 10 ? "%.2f" : "%.1f", value) }
    private static func percent(_ value: Double) -> String { String(format: "%.1f%%", value * 100) }
}
