import Diagnostics
import Engine
import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Training

/// Against Keras 3's metrics and SciPy's ranks; see `Tests/Fixtures/training/make_metrics.py`.
@Suite struct MetricTests {
    struct Case: Decodable, CustomTestStringConvertible, Sendable {
        var set: String
        var kind: String
        var arguments: [String: JSONValue]
        /// A NaN is a text.
        var values: [JSONValue]

        var testDescription: String { "\(kind) \(arguments) \(set)" }

        /// The metric as a plan has it.
        func metric() throws -> any WorkingMetric {
            var object = arguments.filter { $0.value != .null }
            object["kind"] = .string(kind)
            // What a plan writes out and Keras's constructor need not be told.
            let defaults: [String: [String: JSONValue]] = [
                "AUC": [
                    "num_thresholds": .number(200), "curve": .string("ROC"), "summation_method": .string("interpolation"),
                    "multi_label": .bool(false),
                ],
                "ExactAUC": ["multi_label": .bool(false)], "F1Score": ["average": .string("none")],
                "SensitivityAtSpecificity": ["num_thresholds": .number(200)],
                "SpecificityAtSensitivity": ["num_thresholds": .number(200)],
            ]
            object.merge(defaults[kind] ?? [:]) { written, _ in written }
            if kind == "Precision" || kind == "Recall", case .number(let one)? = object["thresholds"] {
                object["thresholds"] = .array([.number(one)])
            }
            let data = try JSONEncoder().encode(object)
            let metric = try PlanCoding.decode(OneOf<MetricFamily>.self, from: data)
            return try #require(metric.value as? any WorkingMetric)
        }

        /// The metric's values after batches of ten.
        func measured() throws -> [Double] {
            let outputs = try NPY(fixture: "training/outputs_\(set).npy")
            let labels = try NPY(fixture: "training/labels_\(set).npy").values.map { Int($0) }
            let width = outputs.shape[1]
            let floats = outputs.floats
            let metric = try metric()
            var state = metric.start(width: width)
            for start in stride(from: 0, to: labels.count, by: 10) {
                let end = min(start + 10, labels.count)
                let batch = MetricBatch(
                    outputs: Array(floats[start * width..<end * width]), labels: Array(labels[start..<end]), width: width)
                metric.add(batch, to: &state)
                // A checkpoint between two batches changes nothing.
                state = try ExactJSON.decode([Double].self, from: ExactJSON.encode(state))
            }
            return metric.values(of: state, width: width)
        }
    }

    /// A value of the fixture.
    enum JSONValue: Codable, Hashable, Sendable {
        case null, bool(Bool), number(Double), string(String), array([JSONValue])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .string(value)
            } else {
                self = .array(try container.decode([JSONValue].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .null: try container.encodeNil()
            case .bool(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .string(let value): try container.encode(value)
            case .array(let values): try container.encode(values)
            }
        }
    }

    private static func cases() -> [Case] {
        let data = (try? Data(contentsOf: Fixtures.url("training/metrics.json"))) ?? Data()
        return (try? JSONDecoder().decode([Case].self, from: data)) ?? []
    }

    /// Keras sums in floats.
    @Test(arguments: cases()) func asKeras(_ entry: Case) throws {
        let measured = try entry.measured()
        #expect(measured.count == entry.values.count)
        for (value, expected) in zip(measured, entry.values) {
            if case .number(let expected) = expected {
                #expect(abs(value - expected) < (entry.kind == "ExactAUC" ? 1e-12 : 2e-6))
            } else {
                #expect(value.isNaN)
            }
        }
    }

    @Test func everyKindIsMeasured() {
        #expect(Set(Self.cases().map(\.kind)) == Set(MetricFamily.members.map { $0.kind }))
    }

    /// Outputs that are no numbers are nowhere above a threshold, and nothing traps.
    @Test(arguments: MetricFamily.members.map { $0.kind }) func outputsWithoutValue(_ kind: String) throws {
        var arguments: [String: JSONValue] = [:]
        if kind == "SensitivityAtSpecificity" { arguments["specificity"] = .number(0.5) }
        if kind == "SpecificityAtSensitivity" { arguments["sensitivity"] = .number(0.5) }
        if kind.contains("TopK") { arguments["k"] = .number(1) }
        let metric = try Case(set: "", kind: kind, arguments: arguments, values: []).metric()
        for width in [1, 3] {
            var state = metric.start(width: width)
            let outputs: [Float] = [.nan, .infinity, -.infinity, -1, 2, .nan].prefix(2 * width).map { $0 }
            metric.add(MetricBatch(outputs: outputs, labels: [1, 0], width: width), to: &state)
            let values = metric.values(of: state, width: width)
            #expect(values.count == metric.parts(outputs: width) ?? 1)
            #expect(values.allSatisfy { $0.isNaN || (0...1).contains($0) })
        }
    }
}
