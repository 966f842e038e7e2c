import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Results

@Suite struct RunDirectoryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var results: URL { folder.url.appendingPathComponent("deep/Results") }

    @Test func namesAndLatest() throws {
        let date = Date(timeIntervalSince1970: 1_700_000_000)
        let first = try RunDirectory.create(in: results, experiment: "chest", date: date)
        #expect(first.id.wholeMatch(of: /\d{8}-\d{6}-[0-9a-z]{4}/) != nil)
        #expect(first.id.hasPrefix("202311"))
        let latest = results.appendingPathComponent("chest/latest")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: latest.path) == first.id)
        let second = try RunDirectory.create(in: results, experiment: "chest", date: date)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: latest.path) == second.id)
        #expect(RunDirectory(existing: latest) == second)
    }

    /// Many runs in one second, from several threads.
    @Test func sameSecond() async throws {
        let date = Date()
        let results = results
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<40 { group.addTask { try RunDirectory.create(in: results, experiment: "busy", date: date).id } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 40)
        #expect(try FileManager.default.contentsOfDirectory(atPath: results.appendingPathComponent("busy").path).count == 41)
    }

    @Test(arguments: ["", ".", "..", "a/b", "../up", "new\nline"]) func namesThatAreNoFolder(_ name: String) {
        #expect(throws: Diagnostic.self) { try RunDirectory.create(in: results, experiment: name) }
    }

    @Test(arguments: ["../run.json", "a/../../b", "/etc/passwd", "", "a//b", "a/."]) func pathsThatLeadOut(_ name: String) throws
    {
        let run = try RunDirectory.create(in: results, experiment: "chest")
        #expect(throws: Diagnostic.self) { try run.write("x", to: name) }
    }

    @Test func writesAndReads() throws {
        let run = try RunDirectory.create(in: results, experiment: "chest")
        try run.write("text", to: "a/b/c.txt")
        #expect(try String(decoding: run.read("a/b/c.txt"), as: UTF8.self) == "text")
        #expect {
            try run.read("missing.json")
        } throws: { ($0 as? Diagnostic)?.message == "cannot read \(run.url.path)/missing.json: there is no such file" }
        try run.write("{", to: "run.json")
        #expect(throws: Diagnostic.self) { try run.record() }
    }

    @Test func placeThatCannotBeWritten() {
        #expect {
            try RunDirectory.create(in: URL(fileURLWithPath: "/proc/nowhere"), experiment: "chest")
        } throws: { ($0 as? Diagnostic)?.outcome == .cannotWrite }
        #expect {
            try RunDirectory.create(in: URL(fileURLWithPath: "/dev/null"), experiment: "chest")
        } throws: { ($0 as? Diagnostic)?.outcome == .cannotWrite }
    }

    /// A person is told what is wrong with the file, not what a decoder calls it.
    @Test(arguments: [
        ("{\"step\": 3, \"learningRate\"", "it is no whole JSON file: it was cut short, or damaged"),
        ("{\"name\": \"a\"}", "it lacks count"), ("{\"name\": \"a\", \"count\": \"many\"}", "count is not what it should be"),
    ])
    func damagedFilesAreSaidToBe(_ text: String, _ reason: String) throws {
        struct Value: Codable {
            var name: String
            var count: Int
        }
        let run = try RunDirectory.create(in: results, experiment: "chest")
        try Data(text.utf8).write(to: run.url.appendingPathComponent("value.json"))
        #expect {
            try run.read(Value.self, from: "value.json")
        } throws: { error in
            let diagnostic = error as? Diagnostic
            return diagnostic?.message.hasSuffix(reason) == true && diagnostic?.help.isEmpty == false
        }
    }
}
