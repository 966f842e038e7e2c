import Foundation
import Results
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
        for name in [
            "assay", "cairo", "libhdf5", "libpng", "libyaml", "oneDNN", "zlib", "kernels", "oneDNN uses", "threads", "memory",
            "image cache",
        ] {
            #expect(ending.lines.contains { $0.hasPrefix(name + " ") || $0.hasPrefix(name + "-") }, "\(name)")
        }
        let report = try Assay.object(Data(assay("doctor", "--format", "json").output.utf8))
        #expect(report["schema"] as? String == "doctor/1")
        #expect(try #require(report["threads"] as? Int) > 0)
        #expect((report["versions"] as? [String: String])?["libyaml"]?.isEmpty == false)
        let kernels = try #require(report["kernels"] as? [String: Any])
        let possible = try #require(kernels["possible"] as? [String])
        let name = try #require(kernels["name"] as? String)
        #expect(possible.last == "portable" && possible.contains(name))
        #expect((report["instruction_sets"] as? [String: String])?.keys.sorted() == ["kernels", "oneDNN"])
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
        #expect(ending.exitCode == 64 && ending.error.contains("ASSAY_CACHE_SIZE is 'plenty'"))
        #expect(ending.error.contains("[cache-size]") && ending.error.contains("help: write an amount") && ending.output.isEmpty)
        // Said in the form that was asked for, and before anything else is found wrong.
        let json = try assay(
            "run", "absent.yaml", "--format", "json", environment: ["ASSAY_CACHE_SIZE": "-3"])
        let said = try #require(try JSONSerialization.jsonObject(with: Data(json.error.utf8)) as? [[String: Any]])
        #expect(json.exitCode == 64 && said.map { $0["id"] as? String } == ["cache-size"])
    }

    @Test func doctorHeedsTheVariable() throws {
        let human = try assay("doctor", environment: ["ASSAY_ISA": "portable"])
        #expect(human.lines.contains { $0.hasPrefix("kernels ") && $0.contains("portable, by ASSAY_ISA (possible: ") })
        let text = try assay("doctor", "--format", "json", environment: ["ASSAY_ISA": "portable"]).output
        let report = try Assay.object(Data(text.utf8))
        let sets = try #require(report["instruction_sets"] as? [String: String])
        #expect(sets["kernels"] == "portable")
        // On x86-64 oneDNN is held with them; elsewhere it has no names for its sets.
        #expect(["SSE41", "baseline"].contains(sets["oneDNN"]))
        #expect((report["kernels"] as? [String: Any])?["asked"] as? String == "portable")
    }

    @Test(arguments: [["doctor"], ["doctor", "--format", "json"], ["run", "tiny.yaml"]])
    func anUnknownInstructionSet(_ arguments: [String]) throws {
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
        let ending = try assay.start(arguments, environment: ["ASSAY_ISA": "avx9"]).wait()
        #expect(ending.exitCode == 64 && ending.output == "")
        #expect(ending.error.contains("ASSAY_ISA=avx9") && ending.error.contains("portable"))
        #expect(!FileManager.default.fileExists(atPath: assay.url("Results").path))
    }

    /// The record says what bytes depend on.
    @Test(arguments: ["portable", ""])
    func runsSayTheirInstructionSet(_ asked: String) throws {
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
        let ending = try assay("run", "tiny.yaml", "--quiet", environment: ["ASSAY_ISA": asked])
        let record = try RunDirectory(existing: assay.url(#require(ending.lines.last))).record()
        #expect(record.engine == "fast")
        let kernels = try #require(record.instructionSets?["kernels"])
        #expect(asked.isEmpty ? ["avx512", "avx2", "portable"].contains(kernels) : kernels == asked)
    }
}
