import Diagnostics
import Foundation

/// The batches of a schedule in their order, built ahead of the reader on threads of its own.
///
/// Each batch is a pure function of its reference, so neither the number of threads nor their pace can change a byte. An error
/// surfaces at its batch, in order, after the batches before it. `cancel()` or the last release ends the threads and waits for
/// them.
///
/// The threads yield to whoever computes: they run at a lower priority, and rest once enough is ready. A batch's memory is used
/// again for a later one, if nobody holds the batch any more when the next one is asked for.
public final class BatchFeed: Sendable {
    /// The most memory for batches ahead of the reader, in bytes; there is always one batch.
    private static let budget = 1 << 27
    /// Added to the niceness of the process, 0 to 19, for the threads here: about a tenth of the time where others want to run
    /// too.
    private static let niceness: Int32 = 10

    private let queue: LoaderQueue

    /// Starts building.
    ///
    /// - Parameters:
    ///   - schedule: which batches an epoch has.
    ///   - epochs: the epochs to give, one after the other (numbers from 0).
    ///   - skipped: how many batches of the first epoch to leave out, at least 0.
    ///   - loaderThreads: at least 1; fewer run where batches are large.
    ///   - batchBytes: the memory that a batch takes.
    ///   - makeBuilder: gives each thread a function of its own that builds one batch, in the memory it is given if that fits.
    init(
        _ schedule: EpochSchedule, epochs: Range<Int>, skipping skipped: Int = 0, loaderThreads: Int, batchBytes: Int = 0,
        makeBuilder: @escaping @Sendable () -> (BatchReference, inout [Float]) throws(Diagnostic) -> Batch
    ) {
        let lookahead = min(2 * max(loaderThreads, 1), max(Self.budget / max(batchBytes, 1), 1))
        let queue = LoaderQueue(schedule, epochs: epochs, skipping: skipped, lookahead: lookahead)
        self.queue = queue
        for number in 0..<min(max(loaderThreads, 1), lookahead) {
            queue.threadStarts()
            let thread = Thread {
                Self.yieldToOthers()
                let build = makeBuilder()
                while var job = queue.take() {
                    let result: Result<Batch, Diagnostic>
                    do throws(Diagnostic) { result = .success(try build(job.reference, &job.memory)) } catch {
                        result = .failure(error)
                    }
                    queue.put(result, at: job.position)
                }
                queue.threadEnds()
            }
            thread.name = "loader \(number)"
            thread.start()
        }
    }

    /// Lowers the priority of the calling thread: on Linux, niceness belongs to threads.
    private static func yieldToOthers() {
        #if os(Linux)
            let threads = __priority_which_t(PRIO_PROCESS.rawValue)
            _ = setpriority(threads, 0, min(getpriority(threads, 0) + niceness, 19))
        #endif
    }

    /// The next batch, waiting for it if need be; nil after the last one, after an error and after `cancel()`.
    public func next() throws(Diagnostic) -> Batch? { try queue.next() }

    /// The time that `next()` has spent waiting for batches that were not ready.
    public var waitSeconds: Double { queue.waitSeconds }

    /// Ends the threads and waits for them; a batch that is being built is finished and thrown away.
    public func cancel() { queue.cancel() }

    deinit { queue.cancel() }
}

/// What the reader and the loader threads of one feed share; `condition` guards every variable, hence `@unchecked`.
private final class LoaderQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private let schedule: EpochSchedule
    private let lookahead: Int
    private var epochs: Range<Int>
    private var waiting: ArraySlice<BatchReference> = []
    private var taken = 0
    private var read = 0
    private var ready: [Int: Result<Batch, Diagnostic>] = [:]
    /// The memory of the batch that the reader has, and of those that it had.
    private var given: [Float] = []
    private var spare: [[Float]] = []
    private var threads = 0
    private var ended = false
    private var waited = 0.0

    init(_ schedule: EpochSchedule, epochs: Range<Int>, skipping skipped: Int, lookahead: Int) {
        self.schedule = schedule
        self.epochs = epochs
        self.lookahead = lookahead
        if skipped > 0, let epoch = self.epochs.popFirst() { waiting = schedule.epoch(epoch).dropFirst(skipped) }
        refill()
    }

    /// The next batch to build, once it is not too far ahead of the reader, and memory for it; nil when there is none left.
    func take() -> (position: Int, reference: BatchReference, memory: [Float])? {
        condition.lock()
        defer { condition.unlock() }
        while !ended, taken >= read + lookahead { condition.wait() }
        guard !ended, let reference = waiting.popFirst() else { return nil }
        if waiting.isEmpty { refill() }
        taken += 1
        return (taken - 1, reference, spare.popLast() ?? [])
    }

    func put(_ result: Result<Batch, Diagnostic>, at position: Int) {
        condition.lock()
        defer { condition.unlock() }
        ready[position] = result
        condition.broadcast()
    }

    func next() throws(Diagnostic) -> Batch? {
        condition.lock()
        defer { condition.unlock() }
        // Whoever asks for the next batch is done with the last. If not, writing to its memory copies it first.
        if !given.isEmpty { spare.append(given) }
        given = []
        if ready[read] == nil, mayCome {
            let start = DispatchTime.now().uptimeNanoseconds
            while ready[read] == nil, mayCome { condition.wait() }
            waited += Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        }
        guard !ended, let result = ready.removeValue(forKey: read) else { return nil }
        read += 1
        if case .failure = result { ended = true }
        condition.broadcast()
        let batch = try result.get()
        given = batch.images
        return batch
    }

    /// Whether the batch that the reader wants is being built or will be.
    private var mayCome: Bool { !ended && (read < taken || !waiting.isEmpty) }

    func cancel() {
        condition.lock()
        defer { condition.unlock() }
        ended = true
        ready = [:]
        spare = []
        condition.broadcast()
        while threads > 0 { condition.wait() }
    }

    func threadStarts() {
        condition.lock()
        defer { condition.unlock() }
        threads += 1
    }

    func threadEnds() {
        condition.lock()
        defer { condition.unlock() }
        threads -= 1
        condition.broadcast()
    }

    var waitSeconds: Double {
        condition.lock()
        defer { condition.unlock() }
        return waited
    }

    private func refill() {
        while waiting.isEmpty, let epoch = epochs.popFirst() { waiting = schedule.epoch(epoch)[...] }
    }
}
