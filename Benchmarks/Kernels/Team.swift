import CDNNL
import CPeak

/// The threads of the benchmark: the pool that oneDNN uses.
struct Team {
    let threads: Int

    /// Calls `task` for 0 ..< count with a buffer that no other thread has.
    func run(_ count: Int, scratch: Floats, each: Int, _ task: (Int, UnsafeMutablePointer<Float>?) -> Void) {
        withoutActuallyEscaping(task) { task in
            var context = Context(count: count, task: task, scratch: scratch.base, each: each)
            withUnsafeMutablePointer(to: &context) { context in
                cdnnl_parallel(Int32(threads), context) { raw in
                    guard let context = raw?.assumingMemoryBound(to: Context.self) else { return }
                    let thread = peak_next(&context.pointee.thread)
                    let buffer = context.pointee.scratch.map { $0 + thread * context.pointee.each }
                    let (count, task) = (context.pointee.count, context.pointee.task)
                    while true {
                        let index = peak_next(&context.pointee.next)
                        if index >= count { return }
                        task(index, buffer)
                    }
                }
            }
        }
    }

    private struct Context {
        let count: Int
        let task: (Int, UnsafeMutablePointer<Float>?) -> Void
        let scratch: UnsafeMutablePointer<Float>?
        let each: Int
        var next = 0
        var thread = 0
    }
}
