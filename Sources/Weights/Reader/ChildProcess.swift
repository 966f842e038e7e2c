import Foundation

/// Another process whose output is taken to its end: never more of it than asked for, and never waiting longer than asked for.
struct ChildProcess {
    /// How it ended.
    enum Ending: Hashable {
        /// By itself.
        case exited(Int32)
        /// By a signal that it did not get from here.
        case signalled(Int32)
        /// It sent nothing for too long, and was ended.
        case silent
        /// It sent more than it may, and was ended.
        case talkative
    }

    var ending: Ending
    /// What it wrote to standard output.
    var output: [UInt8]
    /// The start of what it wrote to standard error.
    var error: [UInt8]

    /// The most that is kept of standard error.
    private static let errorLimit = 4096

    /// Runs a program to its end. It gets no input, no other open file, and no variable but those that find libraries.
    ///
    /// - Parameters:
    ///   - outputLimit: The most bytes that it may send.
    ///   - silence: The longest time in which it may send nothing.
    /// - Returns: Nil, with `errno`, where the system cannot start it.
    static func run(_ program: String, _ arguments: [String], outputLimit: Int, silence: Duration) -> ChildProcess? {
        guard let output = Pipe(), let error = Pipe() else { return nil }
        guard let process = start(program, arguments, output: output.write, error: error.write) else { return nil }
        output.closeWrite()
        error.closeWrite()
        var child = ChildProcess(ending: .exited(0), output: [], error: [])
        let cut = child.listen(output: output.read, error: error.read, outputLimit: outputLimit, silence: silence)
        if cut != nil { kill(-process, SIGKILL) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        child.ending = cut ?? (status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f))
        return child
    }

    /// Takes what comes until both pipes are closed; otherwise why not.
    private mutating func listen(output: Int32, error: Int32, outputLimit: Int, silence: Duration) -> Ending? {
        let milliseconds = Int32(clamping: Int(silence / .milliseconds(1)))
        var pipes = [pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: error, events: Int16(POLLIN), revents: 0)]
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { piece.deallocate() }
        while pipes.contains(where: { $0.fd >= 0 }) {
            let ready = poll(&pipes, nfds_t(pipes.count), milliseconds)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return .silent }
            for index in pipes.indices where pipes[index].revents != 0 {
                let count = read(pipes[index].fd, piece.baseAddress, piece.count)
                if count < 0, errno == EINTR { continue }
                if count <= 0 {
                    // A negative descriptor is left out by poll.
                    pipes[index].fd = -1
                } else if index == 0 {
                    guard count <= outputLimit - self.output.count else { return .talkative }
                    self.output += piece[..<count]
                } else {
                    self.error += piece[..<min(count, Self.errorLimit - self.error.count)]
                }
            }
        }
        return nil
    }

    /// Starts a program in a process group of its own, so that what a terminal sends this one does not reach it.
    private static func start(_ program: String, _ arguments: [String], output: Int32, error: Int32) -> pid_t? {
        var files = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        var mask = sigset_t()
        sigemptyset(&mask)
        guard posix_spawn_file_actions_init(&files) == 0 else { return nil }
        defer { posix_spawn_file_actions_destroy(&files) }
        guard posix_spawnattr_init(&attributes) == 0 else { return nil }
        defer { posix_spawnattr_destroy(&attributes) }
        guard posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0) == 0,
            posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO) == 0,
            posix_spawn_file_actions_adddup2(&files, error, STDERR_FILENO) == 0,
            posix_spawnattr_setpgroup(&attributes, 0) == 0, posix_spawnattr_setsigmask(&attributes, &mask) == 0,
            posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK)) == 0
        else { return nil }
        let inherited = ["LD_LIBRARY_PATH", "PATH"].compactMap { name in
            ProcessInfo.processInfo.environment[name].map { "\(name)=\($0)" }
        }
        let words = ([program] + arguments).map { strdup($0) }
        let variables = inherited.map { strdup($0) }
        defer { for text in words + variables { free(text) } }
        var process = pid_t()
        let result = posix_spawn(&process, program, &files, &attributes, words + [nil], variables + [nil])
        guard result == 0 else {
            errno = result
            return nil
        }
        return process
    }

    /// Two ends that no other program gets, and that are closed with their last use. (Sockets, as Swift sees no `pipe2`.)
    private final class Pipe {
        let read: Int32
        private(set) var write: Int32

        init?() {
            var ends: [Int32] = [-1, -1]
            guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else { return nil }
            (read, write) = (ends[0], ends[1])
        }

        func closeWrite() {
            if write >= 0 { close(write) }
            write = -1
        }

        deinit {
            closeWrite()
            close(read)
        }
    }
}
