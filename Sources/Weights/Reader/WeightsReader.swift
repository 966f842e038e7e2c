import Diagnostics
import Foundation
import Synchronization

/// Reads the files of Keras through a child process, so that a crash, a hang or a greed for memory in libhdf5 is an error message.
public struct WeightsReader: Sendable {
    /// The verb of the command that runs ``WeightsReaderProcess``.
    public static let verb = "read-weights-file"

    private static let registered = Mutex<WeightsReader?>(nil)

    /// The reader of this program; nil where the program has no verb for it, which would then start itself in vain.
    public static var ofThisProgram: WeightsReader? { registered.withLock { $0 } }

    /// Says once, at its start, that this program has the verb.
    public static func register() { registered.withLock { $0 = WeightsReader(program: "/proc/self/exe") } }

    private let program: String
    private let silence: Duration

    /// A reader.
    ///
    /// - Parameters:
    ///   - program: A program with the verb.
    ///   - silence: The longest time in which the child may send nothing.
    public init(program: String, silence: Duration = .seconds(60)) {
        self.program = program
        self.silence = silence
    }

    /// Reads an HDF5 file or an archive of Keras.
    ///
    /// - Throws: A diagnostic `weights-file` that says what is wrong with it, or that reading it went wrong, and `weights-unreadable` where
    ///   the child cannot be started.
    public func read(_ path: String) throws(Diagnostic) -> WeightsFile {
        var status = stat()
        guard stat(path, &status) == 0, let size = Int(exactly: status.st_size) else {
            throw WeightsFile.unreadable(path, String(cString: strerror(errno)))
        }
        // A path that begins with a dash is no option.
        let child = ChildProcess.run(
            program, [Self.verb, "--", path], outputLimit: WeightsStream.limit(ofFile: size), silence: silence)
        guard let child else {
            throw WeightsFile.unreadable(path, "its reader cannot be started: \(String(cString: strerror(errno)))")
        }
        switch child.ending {
        case .exited(0): return try WeightsStream.receive(child.output, file: path)
        case .exited(WeightsReaderProcess.refused):
            throw MalformedFile(DisplayText.safe(String(decoding: child.error, as: UTF8.self))).diagnostic(path)
        case .exited(let code): throw MalformedFile("reading it failed with the code \(code)").diagnostic(path)
        case .signalled(SIGXCPU): throw MalformedFile("reading it takes too long").diagnostic(path)
        case .signalled(let signal):
            throw MalformedFile("libhdf5 broke down over it (signal \(signal))").diagnostic(path)
        case .silent: throw MalformedFile("reading it does not come to an end").diagnostic(path)
        case .talkative: throw MalformedFile("it stands for more values than its size allows").diagnostic(path)
        }
    }
}
