import Foundation

/// A process that works on a sweep, such that another one can tell whether it still lives.
struct Holder: Codable, Hashable, Sendable {
    /// The machine's name.
    var host: String
    /// The process's number.
    var process: Int
    /// The number of the machine's last start.
    var boot: String
    /// Which numbering of processes the number is of: containers have numberings of their own.
    var namespace: String
    /// When the process began, in clock ticks since the machine's start; nil where the system does not tell.
    var began: UInt64?
    /// Different for every sweep that is opened.
    var token: String

    /// This process.
    static func current() -> Holder {
        let process = Int(ProcessInfo.processInfo.processIdentifier)
        let boot = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
        return Holder(
            host: hostName(), process: process,
            boot: boot.trimmingCharacters(in: .whitespacesAndNewlines),
            namespace: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "",
            began: beginning(of: process), token: String(UInt64.random(in: .min ... .max), radix: 36))
    }

    private static func hostName() -> String {
        var names = utsname()
        guard uname(&names) == 0 else { return "unknown" }
        return withUnsafeBytes(of: &names.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// Whether the process lives; nil where this process cannot know.
    func lives(seenFrom observer: Holder) -> Bool? {
        guard host == observer.host, boot == observer.boot, namespace == observer.namespace, !boot.isEmpty else { return nil }
        guard let now = Self.beginning(of: process) else {
            // No such process; or no such file system as /proc.
            return Self.beginning(of: observer.process) == nil ? nil : false
        }
        return now == began
    }

    /// The start time of a process, field 22 of `/proc/<number>/stat`, whose second field is in parentheses and may hold anything.
    private static func beginning(of process: Int) -> UInt64? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: name)...].split(separator: " ")
        // A process that has ended, and that its parent has not asked for yet, is no more.
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return UInt64(fields[19])
    }
}
