import Engine
import Foundation
import Results

/// An `assay run` in a process of its own, whose events come through a pipe.
///
/// It ends when its standard input does: where the parent is killed, no run goes on unseen. It has a process group of its own, so that
/// what a terminal sends comes to the parent alone, who passes it on.
public final class ChildRun {
    /// How it ended.
    public struct Ending: Sendable {
        /// The folder of the run, as the child named it; nil where it came to none.
        public var folder: String?
        /// The exit code, or the signal's number where one ended the process.
        public var code: Int32
        /// Whether a signal ended the process.
        public var isSignalled: Bool
        /// What it said on standard error, at most the last 16 KiB.
        public var complaint: String

        /// Creates an ending.
        public init(folder: String? = nil, code: Int32, isSignalled: Bool = false, complaint: String = "") {
            self.folder = folder
            self.code = code
            self.isSignalled = isSignalled
            self.complaint = complaint
        }

        /// The first error that it said in JSON; nil where it said none.
        public var error: Complaint? {
            // An object a line, whatever else libraries have written there.
            let said = complaint.split(separator: "\n").lazy.compactMap { line in
                let object = line.drop { $0 == " " }
                return try? JSONDecoder().decode(
                    Complaint.self, from: Data((object.last == "," ? object.dropLast() : object).utf8))
            }
            return said.first { $0.severity == "error" }
        }
    }

    /// A diagnostic of a child.
    public struct Complaint: Decodable, Hashable, Sendable {
        /// Its id: `run-in-use`.
        public var id: String
        /// How bad it is.
        public var severity: String
        /// For people.
        public var message: String
    }

    /// What could be read at once.
    public struct News {
        /// Lines of standard output that are complete by it.
        public var lines: [Data] = []
        /// What it wrote on standard error.
        public var said: [UInt8] = []

        /// The lines that are events.
        public var events: [RunEvent] { lines.compactMap { try? JSONDecoder().decode(RunEvent.self, from: $0) } }
    }

    /// No process could be made.
    public struct CannotStart: Error {
        /// The system's number: `EAGAIN`.
        public var code: Int32

        /// For people.
        public var message: String { "no process could be started: \(String(cString: strerror(code)))" }

        /// Whether it may be possible later: too many processes, or too little memory, for the moment.
        public var isTemporary: Bool { [EAGAIN, ENOMEM, EMFILE, ENFILE].contains(code) }
    }

    /// The number of the process.
    public let process: pid_t
    private let input: Pipe
    private let output: Stream
    private let error: Stream
    private var folder: String?
    private var complaint: [UInt8] = []
    private var isReaped = false

    /// Starts it.
    ///
    /// - Parameters:
    ///   - executable: The command.
    ///   - arguments: Its arguments: events as JSON lines on standard output.
    ///   - processors: Places among the processors of this process that it is to run on; nil for all.
    public init(_ executable: URL, _ arguments: [String], processors: Range<Int>? = nil) throws(CannotStart) {
        let (input, output, error) = (try Pipe(), try Pipe(), try Pipe())
        var environment = ProcessInfo.processInfo.environment
        // What the command would start itself again for.
        environment.merge(WaitingThreads.missing(from: environment)) { given, _ in given }
        // A process inherits the set of the thread that starts it.
        let all = processors == nil ? nil : ProcessorSet.current()
        let own = processors.flatMap { all?.part($0) }
        own?.bind()
        defer { if own != nil { all?.bind() } }
        process = try Self.spawn(
            executable.path, ["assay"] + arguments, environment.map { "\($0.key)=\($0.value)" },
            streams: [input.reading, output.writing, error.writing])
        input.closeReading()
        output.closeWriting()
        error.closeWriting()
        self.input = input
        self.output = Stream(output)
        self.error = Stream(error)
    }

    /// What to wait for until something can be read.
    public var descriptors: [Int32] { [output, error].filter { !$0.isAtEnd }.map(\.descriptor) }

    /// Whether it has said all that it will.
    public var hasEnded: Bool { output.isAtEnd && error.isAtEnd }

    /// Whether it has ended after it had named the folder of its run, which it does last of all.
    public var hasConcluded: Bool { hasEnded && folder != nil }

    /// Takes in what can be read now.
    ///
    /// - Parameter ready: The descriptors that have something to read, or are at their end.
    public func read(_ ready: Set<Int32>) -> News {
        var news = News()
        if !error.isAtEnd, ready.contains(error.descriptor) {
            news.said = error.read()
            complaint = Array((complaint + news.said).suffix(16384))
        }
        guard !output.isAtEnd, ready.contains(output.descriptor) else { return news }
        news.lines = output.lines().filter { !$0.isEmpty }.map { Data($0) }
        // The last line of all names the folder.
        if let last = news.lines.last, let object = try? JSONDecoder().decode([String: String].self, from: last),
            let run = object["run"]
        {
            folder = run
        }
        return news
    }

    /// Passes a signal on.
    public func interrupt(_ signal: Int32) { if !isReaped { kill(process, signal) } }

    /// Lets it go on that waits for the end of its standard input.
    public func closeInput() { input.closeWriting() }

    /// Waits for its end, which is near once it has said all.
    public func wait() -> Ending {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        isReaped = true
        let signal = status & 0x7f
        return Ending(
            folder: folder, code: signal == 0 ? (status >> 8) & 0xff : signal, isSignalled: signal != 0,
            complaint: String(decoding: complaint, as: UTF8.self))
    }

    deinit {
        guard !isReaped else { return }
        kill(process, SIGKILL)
        _ = wait()
    }

    /// The descriptors that can be read without waiting, after a wait for one of them.
    public static func poll(_ descriptors: [Int32], milliseconds: Int32) -> Set<Int32> {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        // A signal ends the wait early, which is what it is for.
        guard Foundation.poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return [] }
        return Set(polled.filter { $0.revents != 0 }.map(\.fd))
    }

    private static func spawn(
        _ path: String, _ arguments: [String], _ environment: [String], streams: [Int32]
    ) throws(CannotStart) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, stream) in streams.enumerated() { posix_spawn_file_actions_adddup2(&actions, stream, Int32(number)) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, path, &actions, &attributes, words, variables)
        guard code == 0 else { throw CannotStart(code: code) }
        return process
    }
}

/// Both ends of a pipe, which no program inherits that is started.
private final class Pipe {
    private(set) var reading: Int32 = -1
    private(set) var writing: Int32 = -1

    init() throws(ChildRun.CannotStart) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ChildRun.CannotStart(code: errno) }
        (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        closeReading()
        closeWriting()
    }

    func closeReading() {
        if reading >= 0 { close(reading) }
        reading = -1
    }

    func closeWriting() {
        if writing >= 0 { close(writing) }
        writing = -1
    }
}

/// The reading end of a pipe, read only when there is something.
private final class Stream {
    private let pipe: Pipe
    private var rest: [UInt8] = []
    private(set) var isAtEnd = false
    /// A line longer than this is none of ours.
    private static let longest = 1 << 20

    init(_ pipe: Pipe) { self.pipe = pipe }

    var descriptor: Int32 { pipe.reading }

    /// The bytes that are there; none at the end.
    func read() -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
            count = max(0, Foundation.read(descriptor, buffer.baseAddress, buffer.count))
        }
        isAtEnd = bytes.isEmpty
        return bytes
    }

    /// The lines that are complete by now.
    func lines() -> [[UInt8]] {
        rest += read()
        var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        rest = isAtEnd ? [] : lines.popLast() ?? []
        if rest.count > Self.longest { rest = [] }
        return lines
    }
}
