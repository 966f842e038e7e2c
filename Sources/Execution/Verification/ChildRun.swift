import Foundation
import Results

/// An `assay run` in a process of its own, whose events come through a pipe.
///
/// It ends when its standard input does: where the parent is killed, no run goes on unseen.
final class ChildRun {
    /// How it ended.
    struct Ending {
        /// The folder of the run, as the child named it; nil where it came to none.
        var folder: String?
        /// The exit code, or the signal's number where one ended the process.
        var code: Int32
        /// Whether a signal ended the process.
        var isSignalled: Bool
        /// What it said on standard error, at most the last 16 KiB.
        var complaint: String
    }

    let seed: Int
    let threads: Int
    private let process = Process()
    private let input = Pipe()
    private var output: Stream
    private var error: Stream
    private var folder: String?
    private var complaint: [UInt8] = []

    /// Starts it.
    ///
    /// - Throws: Foundation's error where no process can be made.
    init(_ executable: URL, _ arguments: [String], seed: Int, threads: Int) throws {
        self.seed = seed
        self.threads = threads
        let (output, error) = (Pipe(), Pipe())
        self.output = Stream(output)
        self.error = Stream(error)
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = error
        try process.run()
    }

    /// What to wait for until something can be read.
    var descriptors: [Int32] { [output, error].filter { !$0.isAtEnd }.map(\.descriptor) }

    /// Whether it has said all that it will.
    var hasEnded: Bool { output.isAtEnd && error.isAtEnd }

    /// Takes in what can be read now.
    ///
    /// - Parameter ready: The descriptors that have something to read, or are at their end.
    /// - Returns: Events that are complete by it.
    func read(_ ready: Set<Int32>) -> [RunEvent] {
        if ready.contains(error.descriptor) {
            complaint += error.read()
            complaint = Array(complaint.suffix(16384))
        }
        guard ready.contains(output.descriptor) else { return [] }
        return output.lines().compactMap { line in
            if let event = try? JSONDecoder().decode(RunEvent.self, from: Data(line)) { return event }
            // The last line names the folder.
            if let last = try? JSONDecoder().decode([String: String].self, from: Data(line)) { folder = last["run"] }
            return nil
        }
    }

    /// Passes a signal on.
    func interrupt(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end, which is near once it has said all.
    func wait() -> Ending {
        process.waitUntilExit()
        return Ending(
            folder: folder, code: process.terminationStatus, isSignalled: process.terminationReason == .uncaughtSignal,
            complaint: String(decoding: complaint, as: UTF8.self))
    }
}

/// The reading end of a pipe, read only when there is something.
private struct Stream {
    private let handle: FileHandle
    private var rest: [UInt8] = []
    private(set) var isAtEnd = false
    /// A line longer than this is none of ours.
    private static let longest = 1 << 20

    init(_ pipe: Pipe) { handle = pipe.fileHandleForReading }

    var descriptor: Int32 { handle.fileDescriptor }

    /// The bytes that are there; none at the end.
    mutating func read() -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
            count = max(0, Foundation.read(descriptor, buffer.baseAddress, buffer.count))
        }
        isAtEnd = bytes.isEmpty
        return bytes
    }

    /// The lines that are complete by now.
    mutating func lines() -> [[UInt8]] {
        rest += read()
        var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        rest = isAtEnd ? [] : lines.popLast() ?? []
        if rest.count > Self.longest { rest = [] }
        return lines
    }
}
