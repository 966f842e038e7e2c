import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Results

@Suite struct AtomicFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }

    @Test func writesAndReplaces() throws {
        let file = folder.url.appendingPathComponent("run.json")
        try AtomicFile.write(Data("one".utf8), to: file)
        try AtomicFile.write(Data(), to: file)
        #expect(try Data(contentsOf: file).isEmpty)
        try AtomicFile.write(Data("three".utf8), to: file)
        #expect(try String(contentsOf: file, encoding: .utf8) == "three")
        #expect(try names() == ["run.json"])
    }

    /// In the same file, not a new one; what needs more blocks than it has is refused, and the file stays as it was.
    @Test func overwritesInPlace() throws {
        let file = folder.url.appendingPathComponent("run.json")
        #expect(throws: Diagnostic.self) { try AtomicFile.overwrite(Data("x".utf8), at: file) }
        try AtomicFile.write(Data(repeating: 65, count: 3000), to: file)
        let number = try FileManager.default.attributesOfItem(atPath: file.path)[.systemFileNumber] as? Int
        try AtomicFile.overwrite(Data("short".utf8), at: file)
        #expect(try String(contentsOf: file, encoding: .utf8) == "short")
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.systemFileNumber] as? Int == number)
        #expect(throws: Diagnostic.self) { try AtomicFile.overwrite(Data(count: 1 << 20), at: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == "short")
    }

    /// A place where nobody may write: a folder without the right, or, for root, the kernel's own.
    @Test func readOnlyFolder() throws {
        var place = folder.url
        if geteuid() == 0 { place = URL(fileURLWithPath: "/proc") } else { chmod(place.path, 0o555) }
        defer { chmod(folder.url.path, 0o755) }
        #expect {
            try AtomicFile.write(Data("x".utf8), to: place.appendingPathComponent("run.json"))
        } throws: { error in
            guard let diagnostic = error as? Diagnostic else { return false }
            return diagnostic.outcome == .cannotWrite && diagnostic.message.hasPrefix("cannot write \(place.path)/run.json: ")
        }
    }

    @Test func folderInTheWay() throws {
        let file = folder.url.appendingPathComponent("run.json")
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        #expect(throws: Diagnostic.self) { try AtomicFile.write(Data("x".utf8), to: file) }
        #expect(try names() == ["run.json"])
    }

    /// The old file stays whole where the disk has no room for the new one. Needs the right to mount a file system of 64 KiB.
    @Test(.enabled(if: SmallDisk.isPossible, "mounting a small file system needs root")) func fullDisk() throws {
        let disk = try SmallDisk(at: folder.url.appendingPathComponent("disk"))
        let file = disk.url.appendingPathComponent("run.json")
        try AtomicFile.write(Data("old".utf8), to: file)
        #expect {
            try AtomicFile.write(Data(count: 1 << 20), to: file)
        } throws: { error in
            guard let diagnostic = error as? Diagnostic else { return false }
            return diagnostic.outcome == .cannotWrite
                && diagnostic.message == "cannot write \(file.path): No space left on device"
                && diagnostic.help == ["make room on that disk, or choose another folder with --results"]
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.url.path) == ["run.json"])
    }

    /// The same for a file that grows: whole lines stay.
    @Test(.enabled(if: SmallDisk.isPossible, "mounting a small file system needs root")) func fullDiskWhileAppending() throws {
        let disk = try SmallDisk(at: folder.url.appendingPathComponent("disk"))
        let url = disk.url.appendingPathComponent("events.jsonl")
        let file = try AppendingFile(url)
        let line = String(repeating: "x", count: 5000)
        var lines = 0
        #expect(throws: Diagnostic.self) {
            while lines < 1000 {
                try file.append(line)
                lines += 1
            }
        }
        #expect(lines > 3)
        #expect(try Data(contentsOf: url).count == lines * 5001)
    }
}

/// A file system of 64 KiB in memory; goes away with the value.
final class SmallDisk {
    let url: URL

    static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
        return (try? SmallDisk(at: folder.url.appendingPathComponent("probe"))) != nil
    }()

    struct NotMounted: Error {}

    init(at url: URL) throws {
        self.url = url
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        guard mount("tmpfs", url.path, "tmpfs", 0, "size=64k") == 0 else { throw NotMounted() }
    }

    deinit { umount2(url.path, 0) }
}
