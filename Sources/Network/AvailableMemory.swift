import Foundation

/// How much more memory this process may take.
public enum AvailableMemory {
    /// Bytes: the least of what the system can give, what control groups leave, and what the limit of the address space leaves; nil
    /// where none of them is known.
    public static func bytes() -> Int? {
        [
            systemBytes(text(of: "/proc/meminfo") ?? ""), addressSpaceBytes(),
            groupBytes(text(of: "/proc/self/cgroup") ?? "", root: "/sys/fs/cgroup"),
        ].compactMap { $0 }.min()
    }

    /// `MemAvailable` of `/proc/meminfo`: what can be had without swapping.
    static func systemBytes(_ text: String) -> Int? {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
            let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kibibytes.multipliedReportingOverflow(by: 1024).partialValue
    }

    /// What `ulimit -v` leaves.
    private static func addressSpaceBytes() -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < UInt64(Int.max),
            let pages = text(of: "/proc/self/statm")?.split(separator: " ").first.flatMap({ Int($0) })
        else { return nil }
        return max(0, Int(limit.rlim_cur) - pages * Int(sysconf(Int32(_SC_PAGESIZE))))
    }

    /// What the control groups of this process may hold in all, in bytes; nil where they have no limit.
    public static func groupLimit() -> Int? {
        least(text(of: "/proc/self/cgroup") ?? "", root: "/sys/fs/cgroup") { folder, limit, _ in number(in: "\(folder)/\(limit)")
        }
    }

    /// What the control groups of a process leave: those of version 2 in `root`, of version 1 in its folder `memory`.
    ///
    /// - Parameter text: `/proc/self/cgroup`.
    static func groupBytes(_ text: String, root: String) -> Int? { least(text, root: root, rest) }

    /// The least of what all control groups say that a process lies in.
    private static func least(_ text: String, root: String, _ bytes: (_ folder: String, _ limit: String, _ usage: String) -> Int?)
        -> Int?
    {
        var least: Int?
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let isUnified = parts[1].isEmpty
            guard isUnified || parts[1].split(separator: ",").contains("memory") else { continue }
            let names = isUnified ? ("memory.max", "memory.current") : ("memory.limit_in_bytes", "memory.usage_in_bytes")
            // A group is bounded by all that it lies in.
            var path = parts[2].split(separator: "/").map(String.init)
            while true {
                let folder = ([isUnified ? root : root + "/memory"] + path).joined(separator: "/")
                if let bytes = bytes(folder, names.0, names.1) { least = min(least ?? bytes, bytes) }
                if path.popLast() == nil { break }
            }
        }
        return least
    }

    private static func rest(_ folder: String, _ limit: String, _ usage: String) -> Int? {
        guard let limit = number(in: "\(folder)/\(limit)"), let usage = number(in: "\(folder)/\(usage)") else { return nil }
        // Pages of files that nobody has used for a while are given back before anything fails.
        let spare = text(of: "\(folder)/memory.stat")?.split(separator: "\n").first { $0.hasPrefix("inactive_file ") }
        let bytes = spare?.split(separator: " ").last.flatMap { Int($0) } ?? 0
        return max(0, limit - max(0, usage - bytes))
    }

    private static func number(in path: String) -> Int? {
        text(of: path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    private static func text(of path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
