import Diagnostics
import Dispatch
import Imaging
import Network
import Plan
import Randomness
import Synchronization

/// A data set that gives batches: an index, decoded pixels, and the augmentations of its plan.
public final class Dataset: Sendable {
    /// How its images become batches.
    public let plan: DatasetPlan
    /// Its classes and samples; under `on_error: skip`, without the files that cannot be decoded.
    public let index: DatasetIndex
    /// The pixels that it keeps in memory: those that are not in a store.
    public let cache: PixelCache
    /// Whether an image may have other values each time it comes: whether anything in its stack of augmentations draws.
    public var isRandom: Bool { augmenter.isRandom }
    /// The files that were left out as it was opened, in index order; what comes later is in ``takeSkipped()``.
    public let leftOut: [SkippedImage]
    private let semantics: Semantics
    private let reader: SampleReader
    private let skipped = Mutex<[Int: SkippedImage]>([:])
    private let augmenter: Augmenter
    /// Unlike that of any other data set of this process.
    private let number: Int
    private static let opened = Atomic(0)

    /// Prepares a data set.
    ///
    /// Under `on_error: skip` every file is decoded once, here, so that the number of batches is known before the first one; what
    /// cannot be decoded leaves the index, and a warning among its remarks names it. What fails later leaves its batch alone, which
    /// then is smaller: ``takeSkipped()``.
    /// - Parameters:
    ///   - cache: Where pixels are kept in memory; nil makes one of the plan's size.
    ///   - store: Where pixels are kept on the disk, if anywhere.
    ///   - ledger: What the files held as the run began: one that has changed since is an error.
    /// - Throws: where no sample is left, or the plan's numbers cannot be used.
    public init(
        plan: DatasetPlan, semantics: Semantics, index: DatasetIndex, cache: PixelCache? = nil, store: PixelStore? = nil,
        ledger: FileLedger = FileLedger()
    ) throws(Diagnostic) {
        guard Self.fits(plan) else {
            let size = "\(plan.batchSize) images of \(plan.imageSize.height) x \(plan.imageSize.width) pixels"
            throw Diagnostic(
                "invalid-size", .error, "data set '\(plan.name)': \(size) make no batch",
                help: ["height, width and batch size are at least 1, and a batch has at most 2^30 values"])
        }
        if plan.rng == .numpyLegacy, UInt32(exactly: plan.seed) == nil {
            throw Diagnostic(
                "invalid-seed", .error, "data set '\(plan.name)': NumPy's legacy generator takes no seed \(plan.seed)",
                help: ["choose one from 0 to 4294967295"])
        }
        let cache = cache ?? PixelCache(budget: plan.cacheBytes)
        let reader = SampleReader(plan: plan, cache: cache, store: store, ledger: ledger)
        var (kept, leftOut) = (index, [SkippedImage]())
        if plan.onError == .skip {
            (kept, leftOut) = Self.decodable(index, by: reader, name: plan.name)
            if !leftOut.isEmpty, let missing = plan.missingFolder { throw missing }
        }
        guard !kept.samples.isEmpty else {
            throw Diagnostic(
                "empty-dataset", .error, "data set '\(plan.name)' has no image left",
                help: kept.remarks.flatMap(\.help) + ["check its `limit`, and the files themselves"])
        }
        self.plan = plan
        self.index = kept
        self.leftOut = leftOut
        self.cache = cache
        self.semantics = semantics
        self.reader = reader
        augmenter = Augmenter(stack: plan.augmentation, semantics: semantics)
        number = Self.opened.add(1, ordering: .relaxed).newValue
    }

    /// Warnings and remarks: those of the index, and what was seen in the files decoded so far.
    public var remarks: [Diagnostic] { index.remarks + reader.remarks }

    /// The images that failed under way since this was asked last, each once, in index order; only under `on_error: skip`.
    public func takeSkipped() -> [SkippedImage] {
        let taken = skipped.withLock { skipped in
            defer { skipped = [:] }
            return skipped
        }
        return taken.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Which batches each epoch sees.
    ///
    /// - Parameters:
    ///   - steps: batches an epoch; nil is one pass.
    ///   - stream: names the draws, so that two steps on the same data differ: the id of a step and what it does with the data.
    public func schedule(_ use: EpochSchedule.Use, steps: Int? = nil, stream: String) -> EpochSchedule {
        EpochSchedule(
            use, samples: index.samples.count, batchSize: plan.batchSize, steps: steps, shuffle: plan.shuffle,
            shufflesBatches: plan.rng == .stateless,
            balance: plan.sampling == .balanced ? ClassBalance(labels: index.samples.map(\.label)) : nil, semantics: semantics,
            key: RandomKey(seed: UInt64(bitPattern: Int64(plan.seed))).with(plan.name).with(stream))
    }

    /// The batches of a schedule's epochs, one after the other, built ahead on threads of their own.
    ///
    /// - Parameter skipping: How many batches of the first epoch to leave out; they are not computed.
    public func feed(
        _ schedule: EpochSchedule, epochs: Range<Int>, skipping skipped: Int = 0, loaderThreads: Int = 1
    ) -> BatchFeed {
        let bytes = plan.batchSize * imageValues * MemoryLayout<Float>.size
        return BatchFeed(schedule, epochs: epochs, skipping: skipped, loaderThreads: loaderThreads, batchBytes: bytes) {
            var order = SampleOrder()
            var balanced = BalancedOrder()
            let canvas = Canvas()
            return { (reference, memory) throws(Diagnostic) in
                guard let balance = schedule.balance else {
                    return try self.batch(reference, in: schedule, order: &order, on: canvas, memory: &memory)
                }
                let draws = balanced.draws(of: reference, in: schedule, by: balance)
                return try self.batch(draws, in: schedule, on: canvas, memory: &memory)
            }
        }
    }

    /// Values of one image.
    private var imageValues: Int { plan.imageSize.height * plan.imageSize.width * plan.colorMode.channels }

    /// Whether a batch has values, and not more than memory could ever hold.
    private static func fits(_ plan: DatasetPlan) -> Bool {
        var values = plan.colorMode.channels
        for extent in [plan.batchSize, plan.imageSize.height, plan.imageSize.width] {
            guard extent > 0, extent <= 1 << 30 / values else { return false }
            values *= extent
        }
        return true
    }

    /// Builds one batch: a pure function of the reference and the files.
    private func batch(
        _ reference: BatchReference, in schedule: EpochSchedule, order: inout SampleOrder, on canvas: Canvas,
        memory: inout [Float]
    ) throws(Diagnostic) -> Batch {
        switch plan.rng {
        case .stateless:
            let samples = order.samples(of: reference, in: schedule)
            let key = schedule.key.with("augment").with(reference.pass)
            return fill(samples, try pixels(samples), &memory) { index, image, output in
                var draws = StatelessDraws(key: key.with(samples[index]))
                augmenter.apply(image, draws: &draws, on: canvas, into: output)
            }
        case .numpyLegacy:
            var (samples, state) = LegacyOrder.samples(of: reference, in: schedule, seed: plan.seed, order: &order)
            return fill(samples, try pixels(samples), &memory) { _, image, output in
                augmenter.apply(image, draws: &state, on: canvas, into: output)
            }
        }
    }

    /// Builds a batch of samples of which each comes any number of times, augmented anew each time.
    private func batch(
        _ draws: [ClassBalance.Draw], in schedule: EpochSchedule, on canvas: Canvas, memory: inout [Float]
    ) throws(Diagnostic) -> Batch {
        let samples = draws.map(\.sample)
        let key = schedule.key.with("augment")
        return fill(samples, try pixels(samples), &memory) { index, image, output in
            var source = StatelessDraws(key: key.with(draws[index].round).with(samples[index]))
            augmenter.apply(image, draws: &source, on: canvas, into: output)
        }
    }

    /// The pixels of samples; nil for those that are skipped, as their files cannot be read or are no longer what they were.
    private func pixels(_ samples: [Int]) throws(Diagnostic) -> [PixelImage?] {
        var images = [PixelImage?](repeating: nil, count: samples.count)
        var failures: [Int: Diagnostic] = [:]
        // Each process in an order of its own: of two that are at the same batch each decodes a part, and finds the other's.
        for place in samples.indices.shuffled() {
            do throws(Diagnostic) { images[place] = try reader.pixels(index.samples[samples[place]]) } catch {
                failures[place] = error
            }
        }
        for (place, error) in failures.sorted(by: { $0.key < $1.key }) {
            // Where all of it is gone, there is nothing to go on with.
            if let missing = plan.missingFolder { throw missing }
            guard plan.onError == .skip else { throw error }
            let image = reader.skipped(index.samples[samples[place]], error)
            skipped.withLock { $0[samples[place]] = image }
        }
        return images
    }

    /// A batch whose images are written in place, in order, into memory that it takes along; into new memory where that does not
    /// fit.
    ///
    /// An image that is skipped is written, black, to memory that is thrown away: where draws come from one stream, those of the
    /// others stay what they are.
    private func fill(
        _ samples: [Int], _ images: [PixelImage?], _ memory: inout [Float],
        write: (Int, PixelImage, UnsafeMutableBufferPointer<Float>) -> Void
    ) -> Batch {
        let size = imageValues
        let kept = zip(samples, images).compactMap { $1 == nil ? nil : $0 }
        func writeAll(_ buffer: UnsafeMutableBufferPointer<Float>) {
            var place = 0
            for (index, image) in images.enumerated() {
                guard let image else {
                    var unused = [Float](repeating: 0, count: size)
                    unused.withUnsafeMutableBufferPointer { write(index, black, $0) }
                    continue
                }
                write(index, image, UnsafeMutableBufferPointer(rebasing: buffer[place * size..<(place + 1) * size]))
                place += 1
            }
        }
        if memory.count == size * kept.count {
            memory.withUnsafeMutableBufferPointer { writeAll($0) }
        } else {
            memory = [Float](unsafeUninitializedCapacity: size * kept.count) { buffer, count in
                writeAll(UnsafeMutableBufferPointer(rebasing: buffer[..<(size * kept.count)]))
                count = size * kept.count
            }
        }
        let images = memory
        memory = []
        let identities = isRandom ? nil : kept.map { number << 32 | $0 }
        return Batch(images: images, labels: kept.map { index.samples[$0].label }, samples: kept, identities: identities)
    }

    private var black: PixelImage {
        let size = plan.imageSize
        return PixelImage(
            height: size.height, width: size.width, channels: 1, pixels: [UInt8](repeating: 0, count: size.height * size.width))
    }

    /// The index without the samples whose files cannot be decoded.
    private static func decodable(
        _ index: DatasetIndex, by reader: SampleReader, name: String
    ) -> (DatasetIndex, [SkippedImage]) {
        let failures = Mutex<[Int: Diagnostic]>([:])
        // As in a batch: each process in an order of its own.
        let order = index.samples.indices.shuffled()
        DispatchQueue.concurrentPerform(iterations: order.count) { place in
            let number = order[place]
            do throws(Diagnostic) { _ = try reader.pixels(index.samples[number]) } catch {
                failures.withLock { $0[number] = error }
            }
        }
        let failed = failures.withLock { $0 }
        guard !failed.isEmpty else { return (index, []) }
        var kept = index
        kept.samples = index.samples.enumerated().filter { failed[$0.offset] == nil }.map(\.element)
        let leftOut = failed.sorted { $0.key < $1.key }.map {
            reader.skipped(index.samples[$0.key], $0.value)
        }
        let reasons = leftOut.map(\.reason)
        let more = reasons.count > 5 ? ["and \(reasons.count - 5) more"] : []
        kept.remarks.append(
            Diagnostic(
                "skipped-images", .warning,
                "data set '\(name)' leaves out \(failed.count) of \(index.samples.count) images that cannot be decoded",
                help: reasons.prefix(5) + more))
        return (kept, leftOut)
    }
}
