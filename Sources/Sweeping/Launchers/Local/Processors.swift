import Foundation

/// The processors that this process may use.
public enum Processors {
    /// The least of those that it may be scheduled on, those that its control groups have time for, and those that Slurm gave.
    public static var usable: Int {
        usable(
            scheduled: ProcessInfo.processInfo.activeProcessorCount,
            slurm: ProcessInfo.processInfo.environment["SLURM_CPUS_PER_TASK"], quota: text("/sys/fs/cgroup/cpu.max"))
    }

    /// - Parameters:
    ///   - scheduled: By the affinity of the process.
    ///   - slurm: `SLURM_CPUS_PER_TASK`.
    ///   - quota: `cpu.max` of the control group: microseconds of a period, and the period; `max` for no limit.
    static func usable(scheduled: Int, slurm: String?, quota: String?) -> Int {
        let times = (quota ?? "").split(whereSeparator: \.isWhitespace).map { Double($0) ?? .infinity }
        let group = times.count == 2 && times[1] > 0 ? (times[0] / times[1]).rounded(.up) : .infinity
        let given = slurm.flatMap { Int($0) } ?? .max
        return max(1, min(scheduled, given, group < 1e9 ? Int(group) : .max))
    }

    private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
