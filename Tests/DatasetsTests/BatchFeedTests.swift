import Diagnostics
import Foundation
import Network
import Randomness
import Synchronization
import Testing

@testable import Datasets

@Suite struct BatchFeedTests {
    private let schedule = EpochSchedule(
        .training, samples: 20, batchSize: 2, steps: 7, shuffle: true, semantics: Semantics(.keras224), key: RandomKey(seed: 1))

    private func feed(
        threads: Int, epochs: Range<Int> = 0..<3, batchBytes: Int = 0,
        build: @escaping @Sendable (BatchReference) throws(Diagnostic) -> Batch
    ) -> BatchFeed {
        BatchFeed(schedule, epochs: epochs, loaderThreads: threads, batchBytes: batchBytes) {
            { (reference, _) throws(Diagnostic) in try build(reference) }
        }
    }

    private static func numbered(_ reference: BatchReference) -> Batch {
        Batch(images: [Float(reference.number)], labels: [reference.batch], samples: [reference.pass])
    }

    /// Later batches are ready before earlier ones here, and still come after them.
    @Test(arguments: [1, 2, 3, 5]) func ordersWhatThreadsFinishOutOfOrder(threads: Int) throws {
        let feed = feed(threads: threads) { reference in
            usleep(UInt32((reference.number * 7919) % 5) * 400)
            return Self.numbered(reference)
        }
        var numbers: [Int] = []
        while let batch = try feed.next() { numbers.append(Int(batch.images[0])) }
        #expect(numbers == Array(0..<21))
        #expect(try feed.next() == nil)
    }

    @Test func anErrorComesAtItsBatch() throws {
        let feed = feed(threads: 3) { reference throws(Diagnostic) in
            if reference.number == 4 { throw Diagnostic("broken", .error, "number 4") }
            if reference.number == 6 { throw Diagnostic("broken", .error, "number 6") }
            if reference.number == 3 { usleep(20_000) }
            return Self.numbered(reference)
        }
        for number in 0..<4 { #expect(try feed.next()?.images == [Float(number)]) }
        #expect(throws: Diagnostic("broken", .error, "number 4")) { try feed.next() }
        #expect(try feed.next() == nil)
    }

    @Test func staysNearTheReader() throws {
        let built = Mutex(0)
        let feed = feed(threads: 2, epochs: 0..<1000) { reference in
            built.withLock { $0 += 1 }
            return Self.numbered(reference)
        }
        _ = try feed.next()
        // One is read, and twice the threads are ahead of it: 5 in all, and no more however long the reader takes.
        for _ in 0..<1000 where built.withLock({ $0 }) < 5 { usleep(5_000) }
        usleep(20_000)
        #expect(built.withLock { $0 } == 5)
    }

    /// What the loaders hold is released once the feed is, so they have ended.
    @Test(arguments: [false, true]) func theThreadsEnd(byCancelling: Bool) throws {
        final class Token: Sendable {}
        weak var watched: Token?
        do {
            let token = Token()
            watched = token
            let feed = feed(threads: 3, epochs: 0..<1000) { reference in
                withExtendedLifetime(token) {}
                return Self.numbered(reference)
            }
            _ = try feed.next()
            if byCancelling {
                feed.cancel()
                #expect(try feed.next() == nil)
            }
        }
        // The queue has seen the threads' end; their closures go a moment later.
        for _ in 0..<200 where watched != nil { usleep(5_000) }
        #expect(watched == nil)
    }

    /// Two batches of half the budget fit, the one that is read aside.
    @Test func largeBatchesAreFewer() throws {
        let built = Mutex(0)
        let feed = feed(threads: 8, epochs: 0..<1000, batchBytes: 1 << 26) { reference in
            built.withLock { $0 += 1 }
            return Self.numbered(reference)
        }
        _ = try feed.next()
        for _ in 0..<1000 where built.withLock({ $0 }) < 3 { usleep(5_000) }
        usleep(20_000)
        #expect(built.withLock { $0 } == 3)
        let huge = self.feed(threads: 2, batchBytes: .max) { Self.numbered($0) }
        for number in 0..<21 { #expect(try huge.next()?.images == [Float(number)]) }
    }

    /// The memory of batches that were let go comes back; that of batches that somebody keeps stays theirs.
    @Test(arguments: [false, true]) func memoryIsUsedAgain(isKept: Bool) throws {
        let places = Mutex<[UInt]>([])
        let feed = BatchFeed(schedule, epochs: 0..<100, loaderThreads: 1) {
            { (reference, memory) throws(Diagnostic) in
                if memory.count != 1000 { memory = [Float](repeating: 0, count: 1000) }
                let place = memory.withUnsafeMutableBufferPointer { buffer in
                    buffer.update(repeating: Float(reference.number))
                    return UInt(bitPattern: buffer.baseAddress)
                }
                places.withLock { $0.append(place) }
                let images = memory
                memory = []
                return Batch(images: images, labels: [reference.batch], samples: [0])
            }
        }
        var kept: [Batch] = []
        while let batch = try feed.next() { if isKept { kept.append(batch) } }
        #expect(kept.enumerated().allSatisfy { $0.element.images == [Float](repeating: Float($0.offset), count: 1000) })
        #expect(isKept ? kept.count == 700 : Set(places.withLock { $0 }).count <= 5)
    }

    #if os(Linux)
        @Test func loadersYield() throws {
            let which = __priority_which_t(PRIO_PROCESS.rawValue)
            let own = getpriority(which, 0)
            let priorities = Mutex<Set<Int32>>([])
            let feed = feed(threads: 2, epochs: 0..<1) { reference in
                _ = priorities.withLock { $0.insert(getpriority(which, 0)) }
                return Self.numbered(reference)
            }
            while try feed.next() != nil {}
            #expect(priorities.withLock { $0 } == [min(own + 10, 19)])
            #expect(getpriority(which, 0) == own)
        }
    #endif

    @Test func waitingIsMeasured() throws {
        let feed = feed(threads: 1) { reference in
            usleep(30_000)
            return Self.numbered(reference)
        }
        _ = try feed.next()
        #expect(feed.waitSeconds > 0.02)
    }

    /// The batch in work ends only after the reader has given up on it, so `next()` cannot have waited for it.
    @Test func cancellingWakesTheReader() throws {
        let gaveUp = Mutex(false)
        let feed = feed(threads: 1) { reference in
            for _ in 0..<2000 where !gaveUp.withLock({ $0 }) { usleep(5_000) }
            return Self.numbered(reference)
        }
        Thread {
            usleep(20_000)
            feed.cancel()
        }.start()
        #expect(try feed.next() == nil)
        gaveUp.withLock { $0 = true }
    }
}
