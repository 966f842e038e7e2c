import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Results

@Suite struct AppendingFileTests {
    private let folder: TemporaryFolder
    private let url: URL

    init() throws {
        folder = try TemporaryFolder()
        url = folder.url.appendingPathComponent("events.jsonl")
    }

    private func text() throws -> String { try String(contentsOf: url, encoding: .utf8) }

    @Test func linesAreThereAtOnce() throws {
        let file = try AppendingFile(url)
        #expect(file.isEmpty)
        try file.append("one")
        #expect(try text() == "one\n")
        try file.append("two")
        #expect(try text() == "one\ntwo\n")
    }

    /// What a kill in the middle of a line leaves.
    @Test(arguments: [("one\ntwo\nthr", "one\ntwo\n"), ("cut", ""), ("one\n", "one\n"), ("", "")])
    func cutLinesGo(_ before: String, _ after: String) throws {
        try Data(before.utf8).write(to: url)
        let file = try AppendingFile(url)
        #expect(try text() == after)
        try file.append("next")
        #expect(try text() == after + "next\n")
    }

    @Test func longCutLine() throws {
        try Data(("first\n" + String(repeating: "x", count: 200_000)).utf8).write(to: url)
        _ = try AppendingFile(url)
        #expect(try text() == "first\n")
    }

    @Test func deviceThatIsFull() throws {
        let file = try AppendingFile(URL(fileURLWithPath: "/dev/full"))
        #expect {
            try file.append("line")
        } throws: { error in
            guard let diagnostic = error as? Diagnostic else { return false }
            return diagnostic.outcome == .cannotWrite && diagnostic.message == "cannot write /dev/full: No space left on device"
        }
    }
}
