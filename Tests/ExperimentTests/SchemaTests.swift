import Experiment
import Foundation
import TestSupport
import Testing

struct SchemaTests {
    /// `RECORD=1 swift test --filter SchemaTests` writes the committed file anew.
    @Test func theCommittedSchemaIsTheDeclarations() throws {
        let url = Fixtures.root.appendingPathComponent("Schemas/experiment.schema.json")
        let schema = ExperimentSchema.json()
        if ProcessInfo.processInfo.environment["RECORD"] == "1" { try Data(schema.utf8).write(to: url) }
        let committed = try String(contentsOf: url, encoding: .utf8)
        #expect(committed == schema, "stale: run `RECORD=1 swift test --filter SchemaTests`")
    }

    @Test func theSchemaIsTheSameEveryTime() { #expect(ExperimentSchema.json() == ExperimentSchema.json()) }
}
