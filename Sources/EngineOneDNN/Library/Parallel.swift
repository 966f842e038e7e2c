import CDNNL
import Engine

/// Work on the pool of threads that oneDNN itself uses (libgomp), so that no second pool fights for the same cores.
///
/// Tasks must write to places of their own. Each thread begins with neighbouring tasks, in their order, and takes those of the
/// others when its own are done, so one that the system has stopped holds nobody up; what a task does never depends on who does
/// it, so results do not either.
struct Parallel: Sendable {
    /// The number of threads, at least 1.
    let threads: Int

    /// Tells the OpenMP runtime the number of threads for what the calling thread starts from now on.
    func activate() { omp_set_num_threads(Int32(threads)) }

    /// Calls `body` while the calling thread starts no others.
    func alone<Result>(_ body: () throws(EngineError) -> Result) throws(EngineError) -> Result {
        omp_set_num_threads(1)
        defer { activate() }
        return try body()
    }

    /// Calls `task` for 0 ..< count, on several threads at once.
    func run(_ count: Int, _ task: (Int) -> Void) { run(count) { index, _ in task(index) } }

    /// Calls `task` for 0 ..< count, on several threads at once, with the number of the thread that runs it, below `threads`:
    /// for scratch that tasks of one thread may share.
    func run(_ count: Int, _ task: (Int, _ thread: Int) -> Void) {
        guard threads > 1, count > 1 else {
            for index in 0..<count { task(index, 0) }
            return
        }
        let workers = min(threads, count)
        withoutActuallyEscaping(task) { task in
            withUnsafeTemporaryAllocation(byteCount: cdnnl_ranges_size(Int32(workers)), alignment: 64) { ranges in
                for worker in 0..<workers {
                    let (from, to) = (count * worker / workers, count * (worker + 1) / workers)
                    cdnnl_range_set(
                        cdnnl_range_at(ranges.baseAddress, Int32(worker)), UInt32(clamping: from), UInt32(clamping: to))
                }
                var context = Context(workers: Int32(workers), task: task, ranges: ranges.baseAddress)
                withUnsafeMutablePointer(to: &context) { context in
                    cdnnl_parallel(Int32(workers), context) { raw in
                        guard let context = raw?.assumingMemoryBound(to: Context.self).pointee else { return }
                        let thread = omp_get_thread_num()
                        while true {
                            let index = cdnnl_ranges_take(context.ranges, context.workers, thread)
                            if index < 0 { return }
                            context.task(index, Int(thread))
                        }
                    }
                }
            }
        }
    }

    private struct Context {
        let workers: Int32
        let task: (Int, Int) -> Void
        let ranges: UnsafeMutableRawPointer?
    }
}
