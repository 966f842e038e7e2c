import Foundation

/// How many runs go on at once, and on how many threads each.
///
/// Runs share nothing, so that two on one thread each do twice the work of one, which two threads of one run do not; small
/// networks gain least from threads. So there is one thread a run as long as there are runs for all processors, and the
/// processors that are left over where there are fewer. No number of threads changes a result.
public struct WorkerBudget: Hashable, Sendable {
    /// The most runs at once.
    public let jobs: Int
    private let processors: Int
    private let threads: Int?

    /// Creates a budget.
    ///
    /// - Parameters:
    ///   - processors: Those that this process may use.
    ///   - jobs: The runs at once that someone asked for.
    ///   - threads: The threads a run that someone asked for.
    public init(processors: Int, jobs: Int? = nil, threads: Int? = nil) {
        self.processors = max(processors, 1)
        self.threads = threads
        self.jobs = max(1, jobs ?? self.processors / (threads ?? 1))
    }

    /// The threads of the next run.
    ///
    /// - Parameters:
    ///   - busy: The threads of each run under way.
    ///   - waiting: The runs that have not begun, the next one among them.
    public func threads(busy: [Int], waiting: Int) -> Int {
        if let threads { return threads }
        let free = processors - busy.reduce(0, +)
        return max(1, free / max(1, min(jobs - busy.count, waiting)))
    }

    /// The processors of a run, by their places, where runs fill all that there are; nil where it may take any.
    ///
    /// A run's threads wait for each other. Where two runs share two processors, a thread that prepares batches at its low priority would
    /// come behind the other run's, and its own run wait for it: so each keeps to its own.
    ///
    /// - Parameters:
    ///   - worker: The run's place among those at once, from 0.
    ///   - available: The processors that this process may be scheduled on.
    public func processors(
        of worker: Int, threads: Int, available: Int = ProcessInfo.processInfo.activeProcessorCount
    ) -> Range<Int>? {
        let wanted = jobs.multipliedReportingOverflow(by: threads)
        guard jobs > 1, worker < jobs, !wanted.overflow, wanted.partialValue == available else { return nil }
        return worker * threads..<(worker + 1) * threads
    }
}
