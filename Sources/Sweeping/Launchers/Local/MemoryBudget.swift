import Foundation
import Network
import Plan

/// How much memory one trial may take, and how much it takes.
public struct MemoryBudget: Hashable, Sendable {
    /// Bytes of one trial.
    public let bytes: Int

    /// Shares what this machine has, or a control group leaves, among trials at once, unless the sweep says how much one may take.
    ///
    /// - Parameters:
    ///   - asked: What the sweep says; 0 sets no limit.
    ///   - workers: Trials at once.
    ///   - total: All that there is, in bytes.
    public init(asked: Int?, workers: Int, total: Int = MemoryBudget.total) {
        bytes = asked.map { $0 > 0 ? $0 : .max } ?? total / max(workers, 1)
    }

    /// The memory of the machine, or of the control group where that is less, in bytes.
    public static var total: Int {
        let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
        return min(machine, AvailableMemory.groupLimit() ?? machine)
    }

    /// What a process holds that is not files' content, in bytes: that is what cannot be given back; nil where it has ended.
    static func held(by process: Int32) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8) else { return nil }
        return held(text, page: Int(sysconf(Int32(_SC_PAGESIZE))))
    }

    /// The same from `statm`: pages in all, in memory, and of files.
    static func held(_ statm: String, page: Int) -> Int? {
        let pages = statm.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard pages.count > 2 else { return nil }
        return (pages[1] - pages[2]).multipliedReportingOverflow(by: page).partialValue
    }

    /// How often the kernel ended a process of this control group for its memory; 0 where that is not told.
    static var kernelKills: Int {
        kernelKills((try? String(contentsOfFile: "/sys/fs/cgroup/memory.events", encoding: .utf8)) ?? "")
    }

    /// The same from `memory.events`.
    static func kernelKills(_ events: String) -> Int {
        let line = events.split(separator: "\n").first { $0.hasPrefix("oom_kill ") }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }
}
