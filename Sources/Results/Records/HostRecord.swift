import Foundation

/// The machine that a run ran on; it does not say whose it is.
public struct HostRecord: Codable, Hashable, Sendable {
    /// The operating system: `Debian GNU/Linux 12 (bookworm)`.
    public var system: String
    /// The kernel's release.
    public var kernel: String
    /// The architecture: `x86_64`.
    public var architecture: String
    /// The processor's name.
    public var processor: String
    /// Processors that the process may use.
    public var processors: Int
    /// The machine's memory in bytes.
    public var memoryBytes: Int

    /// The machine that this runs on.
    public init() {
        func text(_ path: String) -> [Substring] {
            ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
        }
        func value(_ line: Substring?) -> String {
            (line?.split(separator: ":", maxSplits: 1).last).map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
        }
        var names = utsname()
        uname(&names)
        kernel = withUnsafeBytes(of: &names.release) { Self.string($0) }
        architecture = withUnsafeBytes(of: &names.machine) { Self.string($0) }
        processor = value(text("/proc/cpuinfo").first { $0.hasPrefix("model name") })
        processors = ProcessInfo.processInfo.activeProcessorCount
        memoryBytes = Int(clamping: ProcessInfo.processInfo.physicalMemory)
        let name = text("/etc/os-release").first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst(12)
        system = name.map { $0.trimmingCharacters(in: ["\""]) } ?? "unknown"
    }

    private static func string(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The most memory that this process has held, in bytes; nil where the system does not tell.
    public static func peakMemory() -> Int? {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
        return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }
}
