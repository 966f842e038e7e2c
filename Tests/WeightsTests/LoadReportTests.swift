import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Weights

/// `load_report.json` is what its schema says.
struct LoadReportTests {
    /// A report with every key and every outcome.
    private static func report() throws -> LoadReport {
        let network = try WeightMatchTests.network(units: 4)
        let entries = zip(network.parameters, WeightMatchTests.values(network)).map { parameter, value in
            WeightsFile.Entry(name: parameter.name.replacing("/", with: ".").replacing("kernel", with: "weight"), tensor: value)
        }
        var file = WeightsFile(format: .safetensors, metadata: ["format": "pt"], tensors: entries)
        file.tensors[0].tensor.shape = [2, 1, 2, 2]
        file.tensors[7].tensor = Tensor(shape: [3], repeating: 0)
        return WeightMatch(WeightsIndex(file), named: "w", to: network, as: WeightMatchTests.step(by: .name)).report
    }

    /// `RECORD=1 swift test --filter LoadReportTests` writes the example anew; `Tests/Fixtures/results/check_schemas.sh` holds it to the schema.
    @Test func theCommittedExampleIsTheReport() throws {
        let url = Fixtures.url("results/load_report.json")
        let data = try PlanCoding.encode(Self.report()) + Data("\n".utf8)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" { try data.write(to: url) }
        #expect(try Data(contentsOf: url) == data)
        #expect(try PlanCoding.decode(LoadReport.self, from: data) == Self.report())
        #expect(Set(try Self.report().entries.map(\.outcome)) == [.loaded, .skipped, .refused])
    }

    /// Every key that the schema knows is in the example, and the other way round.
    @Test func theSchemaKnowsTheSameKeys() throws {
        func object(_ url: URL) throws -> [String: Any] {
            try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        }
        let example = try object(Fixtures.url("results/load_report.json"))
        let schema = try object(Fixtures.root.appendingPathComponent("Schemas/load_report.schema.json"))
        let properties = try #require(schema["properties"] as? [String: [String: Any]])
        #expect(Set(example.keys) == Set(properties.keys))
        let entry = try #require((schema["definitions"] as? [String: [String: Any]])?["entry"]?["properties"] as? [String: Any])
        let entries = try #require(example["entries"] as? [[String: Any]])
        #expect(Set(entries.flatMap(\.keys)) == Set(entry.keys))
        #expect(properties["format"]?["enum"] as? [String] == WeightsFile.Format.allCases.map(\.rawValue))
        #expect(properties["layout"]?["enum"] as? [String] == LoadWeightsStep.Layout.allCases.map(\.rawValue))
        #expect(properties["by"]?["enum"] as? [String] == LoadWeightsStep.Matching.allCases.map(\.rawValue))
    }
}
