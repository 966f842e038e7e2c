import Foundation
import Results
import TestSupport
import Testing

@testable import Sweeping

@Suite struct TrialLogTests {
    private let folder: TemporaryFolder
    private let directory: RunDirectory

    init() throws {
        folder = try TemporaryFolder()
        directory = RunDirectory(existing: folder.url.appendingPathComponent("abc"))
    }

    private var text: String {
        get throws { String(decoding: try directory.read("log.txt"), as: UTF8.self) }
    }

    private func log(_ attempt: Int) throws -> TrialLog {
        try TrialLog(directory, attempt: attempt, arguments: ["run", "x.yaml"], time: Date(timeIntervalSince1970: 0))
    }

    @Test func oneProcessAfterAnother() throws {
        let first = try log(1)
        try first.take(Array("on".utf8))
        try first.take(Array("e\ntwo\nthr".utf8))
        try first.end("ended by signal 9", seconds: 1.25)
        let second = try log(2)
        try second.end("ended by exit code 0", seconds: 0)
        #expect(
            try text == """
                == attempt 1, 1970-01-01T00:00:00Z: assay run x.yaml
                one
                two
                thr
                == ended by signal 9 after 1.2 s
                == attempt 2, 1970-01-01T00:00:00Z: assay run x.yaml
                == ended by exit code 0 after 0.0 s

                """)
    }

    /// What goes on talking fills no disk.
    @Test func bounded() throws {
        let first = try log(1)
        let line = [UInt8](repeating: 120, count: 999) + [10]
        for _ in 0..<2000 { try first.take(line) }
        try first.take([UInt8](repeating: 121, count: 3_000_000))
        try first.end("ended by exit code 1", seconds: 1)
        #expect(try text.utf8.count < 300_000)
        #expect(try text.hasSuffix("(more was said, and is left out)\n== ended by exit code 1 after 1.0 s\n"))
        for attempt in 2...12 {
            let log = try log(attempt)
            for _ in 0..<400 { try log.take(line) }
        }
        #expect(try text.utf8.count < 1_700_000)
        #expect(try text.contains("== attempt 12,") && !text.contains("== attempt 1,"))
    }
}
