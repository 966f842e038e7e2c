import Diagnostics
import Foundation
import Plan
import TestSupport
import Testing

@testable import Results

@Suite struct RunLockTests {
    static func mark(_ digit: Character, _ bytes: Int = 100) -> FileMark {
        FileMark(sha256: String(repeating: digit, count: 64), bytes: bytes)
    }

    /// A lock in which every key has a value.
    static func full() -> RunLock {
        RunLock(
            experiment: "tiny", sources: ["tiny.yaml": mark("1"), "../base.yaml": mark("2")],
            planSha256: String(repeating: "3", count: 64),
            plan: .object([
                "seed": .integer(7),
                "datasets": .array([.object(["name": .string("train"), "counts": .array([.integer(2), .integer(1)])])]),
                "steps": .array([
                    .object(["id": .string("t"), "action": .object(["kind": .string("train"), "epochs": .integer(3)])])
                ]),
            ]),
            data: [
                DataLock(
                    datasets: ["train": String(repeating: "4", count: 64), "again": String(repeating: "5", count: 64)],
                    files: ["A/1.png": mark("6"), "A/2.png": mark("7", 200), "B/3.jpeg": .unreadable]),
                DataLock(
                    datasets: ["listed": String(repeating: "8", count: 64)], manifest: mark("9"), files: ["x.png": mark("a")]),
            ],
            weights: ["load": mark("b")], engine: "fast", instructionSets: ["kernels": "avx512", "oneDNN": "AVX-512"],
            versions: ["assay": "0.1.0", "oneDNN": "2.6.3"], binary: mark("c", 12_345_678),
            threads: .init(engine: 2, loader: 3))
    }

    /// The committed example is what is written, byte for byte; `check_schemas.sh` holds it to the schema.
    @Test func example() throws {
        let folder = try TemporaryFolder()
        let run = try RunDirectory.create(in: folder.url, experiment: "e")
        try run.write(Self.full())
        let fixture = Fixtures.url("results/run.lock")
        #expect(try run.read("run.lock") == Data(contentsOf: fixture))
        #expect(try run.lock() == Self.full())
        #expect(try RunLock(at: run.url) == Self.full() && RunLock(at: fixture) == Self.full())
    }

    @Test func schemaKnowsTheSameKeys() throws {
        func object(_ url: URL) throws -> [String: Any] {
            try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        }
        let example = try object(Fixtures.url("results/run.lock"))
        let schema = try object(Fixtures.root.appendingPathComponent("Schemas/lock.schema.json"))
        #expect(Set(example.keys) == Set((schema["properties"] as? [String: Any] ?? [:]).keys))
    }

    /// Each part of what determines bytes changes the identity, and nothing else does.
    @Test func identityIsOfAllThatChangesBytes() throws {
        let lock = Self.full()
        let same: [(inout RunLock) -> Void] = [
            { $0.experiment = "other" }, { $0.threads = .init(engine: 8, loader: 8) }, { $0.sources = [:] },
            { $0.data.reverse() }, { $0.weights["load"]?.bytes = 1 },
        ]
        let different: [(inout RunLock) -> Void] = [
            { $0.planSha256 = String(repeating: "0", count: 64) }, { $0.engine = "onednn" },
            { $0.instructionSets["kernels"] = "avx2" }, { $0.versions["oneDNN"] = "3.0" }, { $0.versions["more"] = "1" },
            { $0.binary = Self.mark("d") }, { $0.binary = nil }, { $0.weights["load"] = Self.mark("d") },
            { $0.data[0].datasets["train"] = String(repeating: "0", count: 64) }, { $0.data.removeLast() },
        ]
        for change in same {
            var other = lock
            change(&other)
            #expect(other != lock && other.identity == lock.identity)
        }
        var seen: Set = [lock.identity]
        for change in different {
            var other = lock
            change(&other)
            #expect(seen.insert(other.identity).inserted)
        }
    }

    @Test(arguments: [
        "", "{", "[]", "{\"schema\": \"lock/1\"}",
        #"{"schema":"lock/1","experiment":"e","sources":{"a":"12 x"},"plan_sha_256":"","plan":{},"data":[],"weights":{},"#
            + #""engine":"","instruction_sets":{},"versions":{},"threads":{"engine":1,"loader":1}}"#,
    ]) func whatIsNoLock(_ text: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "tiny.lock")
        let error = #expect(throws: Diagnostic.self) { try RunLock(at: URL(fileURLWithPath: path)) }
        #expect(error?.outcome == .invalid && error?.message.contains(path) == true)
    }

    @Test func noLock() throws {
        let folder = try TemporaryFolder()
        for url in [folder.url, folder.url.appendingPathComponent("none.lock")] {
            let error = #expect(throws: Diagnostic.self) { try RunLock(at: url) }
            #expect(error?.id == "missing-lock" && error?.outcome == .missingInput)
        }
    }

    @Test func marksOfFiles() throws {
        let folder = try TemporaryFolder()
        // FIPS 180-2, example B.1.
        let path = try folder.write("abc", to: "a")
        let abc = FileMark(sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", bytes: 3)
        #expect(FileMark(ofFile: path) == abc && FileMark(of: Data("abc".utf8)) == abc)
        // A million of `a`, example B.3: more than one piece.
        let long = try folder.write(String(repeating: "a", count: 1_000_000), to: "b")
        #expect(FileMark(ofFile: long).sha256 == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        #expect(FileMark(ofFile: folder.url.path) == .unreadable && FileMark(ofFile: "/nowhere") == .unreadable)
        #expect(FileMark(ofFile: "/dev/zero") == .unreadable)
        let pipe = folder.url.appendingPathComponent("pipe").path
        #expect(mkfifo(pipe, 0o600) == 0 && FileMark(ofFile: pipe) == .unreadable)
    }
}
