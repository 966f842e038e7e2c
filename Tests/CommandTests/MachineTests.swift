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
        for name in ["assay", "cairo", "libpng", "libyaml", "oneDNN", "instruction set", "threads", "memory", "image cache"] {
            #expect(ending.lines.contains { $0.hasPrefix(name + " ") || $0.hasPrefix(name + "-") }, "\(name)")
        }
        let report = try Assay.object(Data(assay("doctor", "--format", "json").output.utf8))
        #expect(report["schema"] as? String == "doctor/1")
        #expect(try #require(report["threads"] as? Int) > 0)
        #expect((report["versions"] as? [String: String])?["libyaml"]?.isEmpty == false)
        #expect((report["instruction_set"] as? String)?.isEmpty == false)
        let cache = try #require(report["image_cache"] as? [String: Any])
        #expect(cache["folder"] as? String == assay.url("cache/assay").path)
        #expect(cache["bytes"] as? Int == 0 && cache["limit_bytes"] as? Int == 5 << 30)
    }

    @Test func theSizeOfTheImageCacheIsSaidByTheEnvironment() throws {
        func cache(_ size: String) throws -> [String: Any]? {
            let ending = try assay("doctor", "--format", "json", environment: ["ASSAY_CACHE_SIZE": size])
            return try Assay.object(Data(ending.output.utf8))["image_cache"] as? [String: Any]
        }
        #expect(try cache("800MB")?["limit_bytes"] as? Int == 800_000_000)
        #expect(try cache("none") == nil)
        #expect(try cache("0") == nil)
        let ending = try assay("doctor", environment: ["ASSAY_CACHE_SIZE": "plenty"])
        #expect(ending.exitCode == 64 && ending.error.contains("ASSAY_CACHE_SIZE") && ending.error.contains("'plenty'"))
    }
}
