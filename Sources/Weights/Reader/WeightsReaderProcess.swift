import Foundation

/// The process that reads one Keras file and sends it on: whatever libhdf5 does with a hostile file, it does here.
public enum WeightsReaderProcess {
    /// The exit code of a file that is refused; its reason is then on standard error.
    static let refused: Int32 = 65

    /// Seconds of the processor that a file may take.
    private static let processorLimit: rlim_t = 300

    /// What the program and its libraries may take beside the file and its values.
    private static let memory = 1 << 29

    /// Reads a file, sends it to standard output, and ends the process.
    public static func run(_ path: String) -> Never {
        // At once: what libhdf5 does at an orderly end is of no use here.
        do throws(MalformedFile) {
            try send(path)
            _exit(0)
        } catch {
            try? write(Array(error.reason.utf8), to: STDERR_FILENO)
            _exit(refused)
        }
    }

    private static func send(_ path: String) throws(MalformedFile) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0 else {
            throw MalformedFile("the system refuses it: \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw MalformedFile("it is no regular file") }
        guard let size = Int(exactly: status.st_size), size > 0 else { throw MalformedFile("it is empty") }
        let used = try addressSpace()
        // The file is not copied. Were it cut short meanwhile, this process would end, and no other.
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
            throw MalformedFile("the system refuses it: \(String(cString: strerror(errno)))")
        }
        try limit(forFile: size, used: used)
        let bytes = UnsafeRawBufferPointer(start: start, count: size)
        try HDF5Library.use { () throws(MalformedFile) in
            try WeightsStream.send(KerasContents(bytes)) { piece throws(MalformedFile) in try write(piece, to: STDOUT_FILENO) }
        }
    }

    /// Takes from this process what a file of a size does not need: memory, time, other files, and a picture of its end.
    private static func limit(forFile size: Int, used: Int) throws(MalformedFile) {
        let values = KerasFileLimits.values(ofFile: size)
        let (room, overflow) = (used + memory).addingReportingOverflow(2 * min(size, .max / 8) + values)
        try limit(__rlimit_resource_t(RLIMIT_AS.rawValue), to: overflow ? .max : rlim_t(room))
        try limit(__rlimit_resource_t(RLIMIT_CPU.rawValue), to: processorLimit)
        try limit(__rlimit_resource_t(RLIMIT_CORE.rawValue), to: 0)
        try limit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), to: 0)
    }

    private static func limit(_ resource: __rlimit_resource_t, to value: rlim_t) throws(MalformedFile) {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { throw MalformedFile("the system gives no limits") }
        limit.rlim_cur = min(value, limit.rlim_max)
        guard setrlimit(resource, &limit) == 0 else { throw MalformedFile("the system sets no limits") }
    }

    /// The bytes of address space that this process has.
    private static func addressSpace() throws(MalformedFile) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").first.flatMap({ Int($0) })
        else { throw MalformedFile("there is no /proc to tell the size of its reader") }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func write(_ bytes: [UInt8], to file: Int32) throws(MalformedFile) {
        try bytes.withUnsafeBufferPointer { piece throws(MalformedFile) in try write(UnsafeRawBufferPointer(piece), to: file) }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(MalformedFile) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Foundation.write(file, rest.base.baseAddress?.advanced(by: rest.startIndex), rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw MalformedFile("no one reads what was read") }
            rest = rest.dropFirst(count)
        }
    }
}
