import Diagnostics
import Plan
import Results

/// How many trials go on at once on one machine, and on how many threads each: `layout.json` of a sweep.
///
/// No result depends on it.
public struct WorkerLayout: Codable, Hashable, Sendable {
    /// A layout that was tried.
    public struct Measurement: Codable, Hashable, Sendable {
        /// Processes at once.
        public var workers: Int
        /// Threads of each.
        public var threads: Int
        /// Training steps of all of them together in a second.
        public var stepsPerSecond: Double

        /// Creates a measurement.
        public init(workers: Int, threads: Int, stepsPerSecond: Double) {
            self.workers = workers
            self.threads = threads
            self.stepsPerSecond = stepsPerSecond
        }
    }

    /// The form of the file.
    public var schema = "layout/1"
    /// The processors of the machine that it is for.
    public var processors: Int
    /// Trials at once.
    public var workers: Int
    /// Threads of each.
    public var threads: Int
    /// What was tried, where something was.
    public var measured: [Measurement]

    /// Creates a layout.
    public init(processors: Int, workers: Int, threads: Int, measured: [Measurement] = []) {
        self.processors = processors
        self.workers = workers
        self.threads = threads
        self.measured = measured
    }

    /// The one of some layouts that does the most steps in a second; nil where none was measured.
    public init?(processors: Int, best measured: [Measurement]) {
        // Of layouts that do the same within what measuring can tell, the one with more workers: it needs no threads to wait for each other.
        guard let most = measured.map(\.stepsPerSecond).max(), most > 0,
            let best = measured.filter({ $0.stepsPerSecond >= 0.98 * most }).max(by: { $0.workers < $1.workers })
        else { return nil }
        self.init(processors: processors, workers: best.workers, threads: best.threads, measured: measured)
    }

    /// Layouts that use all processors: `4 x 1`, `2 x 2`, `1 x 4`.
    public static func candidates(processors: Int) -> [(workers: Int, threads: Int)] {
        var workers = max(processors, 1)
        var all: [(workers: Int, threads: Int)] = []
        while workers >= 1 {
            all.append((workers, max(processors, 1) / workers))
            workers /= 2
        }
        return all
    }

    /// The name of the file in a sweep's folder.
    private static let name = "layout.json"

    /// The layout that was measured for a sweep on a machine with as many processors; nil where there is none.
    public init?(of sweep: SweepDirectory, processors: Int) {
        guard let kept = try? RunDirectory(existing: sweep.url).read(WorkerLayout.self, from: Self.name),
            kept.processors == processors, (1...1024).contains(kept.workers), (1...1024).contains(kept.threads)
        else { return nil }
        self = kept
    }

    /// Keeps it with a sweep.
    public func write(to sweep: SweepDirectory) throws(Diagnostic) {
        try RunDirectory(existing: sweep.url).write(json: self, to: Self.name)
    }
}
