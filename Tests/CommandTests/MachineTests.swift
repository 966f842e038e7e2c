import Foundation
import TestSupport
import Testing

/// `schema` and `doctor`.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct MachineTests {
    let assay: Assay

    init() throws { assay = try Assay() }

    @Test func schemaIsTheCommittedOne() throws {
        let committed = Fixtures.root.appendingPathComponent("Schemas/experiment.schema.json")
        let ending = try assay("schema")
        #expect(ending.exitCode == 0)
        #expect(try ending.output == String(contentsOf: committed, encoding: .utf8))
    }

    @Test func doctor() throws {
        let ending = try assay("doctor")
        #expect(ending.exitCode == 0 && ending.error == "")
        for name in ["assay", "cairo", "libpng", "libyaml", "oneDNN", "instruction set", "threads", "memory"] {
            #expect(ending.lines.contains { $0.hasPrefix(name + " ") || $0.hasPrefix(name + "-") }, "\(name)")
        }
        let report = try Assay.object(Data(assay("doctor", "--format", "json").output.utf8))
        #expect(report["schema"] as? String == "doctor/1")
        #expect(try #require(report["threads"] as? Int) > 0)
        #expect((report["versions"] as? [String: String])?["libyaml"]?.isEmpty == false)
        #expect((report["instruction_set"] as? String)?.isEmpty == false)
    }
}
