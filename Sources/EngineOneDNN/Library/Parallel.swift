import CDNNL
import Engine

/// Work on the pool of threads that oneDNN itself uses (libgomp), so that no second pool fights for the same cores.
///
/// Tasks must write to places of their own. Each thread takes the next task when it is free, so one that the system has
/// stopped holds nobody up; what a task does never depends on who does it, so results do not either.
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
        withoutActuallyEscaping(task) { task in
            var context = Context(count: count, task: task)
            withUnsafeMutablePointer(to: &context) { context in
                cdnnl_parallel(Int32(min(threads, count)), context) { raw in
                    guard let context = raw?.assumingMemoryBound(to: Context.self) else { return }
                    let (count, task) = (context.pointee.count, context.pointee.task)
                    let thread = Int(omp_get_thread_num())
                    while true {
                        let index = cdnnl_next(&context.pointee.next)
                        if index >= count { return }
                        task(index, thread)
                    }
                }
            }
        }
    }

    private struct Context {
        let count: Int
        let task: (Int, Int) -> Void
        var next = 0
    }
}
