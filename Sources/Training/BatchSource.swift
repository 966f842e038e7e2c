import Datasets
import Diagnostics

/// Where the batches of a fit or an evaluation come from, pass by pass.
///
/// Call sequence: `beginPass`, then `next` until it gives nil; and so on for the next pass. How long a pass is, and where in the data it
/// begins (wrapping, cut short, rolling), is the source's affair: it knows the semantics, the loops here do not.
public protocol BatchSource: AnyObject {
    /// Begins a pass: an epoch of training, a validation, or an evaluation.
    ///
    /// - Parameters:
    ///   - index: The number of the pass, from 0.
    ///   - batch: The first batch wanted, from 0: those before it were seen already.
    /// - Returns: The number of batches of the pass, those before `batch` included.
    func beginPass(_ index: Int, from batch: Int) throws(Diagnostic) -> Int

    /// The next batch of the pass, or nil at its end; waits for it where it is not ready.
    func next() throws(Diagnostic) -> Batch?

    /// What a person calls a sample: the path of its file.
    func name(ofSample sample: Int) -> String
}

extension BatchSource {
    /// The next batches of the pass: one, or more where they are small, as many as make up `samples` together; none at its end.
    func next(_ samples: Int) throws(Diagnostic) -> [Batch] {
        var batches: [Batch] = []
        var count = 0
        while let batch = try next() {
            batches.append(batch)
            count += batch.count
            if count + batch.count > samples { break }
        }
        return batches
    }
}

/// The batches of a data set by a schedule, built ahead; pass n is the schedule's epoch n.
public final class DatasetBatches: BatchSource {
    private let dataset: Dataset
    private let schedule: EpochSchedule
    private let passes: Int
    private let loaderThreads: Int
    private var feed: BatchFeed?
    private var upcoming = 0
    private var remaining = 0

    /// Creates a source; nothing is read before the first pass begins.
    ///
    /// - Parameters:
    ///   - dataset: Where samples come from.
    ///   - schedule: Which batches each pass has.
    ///   - passes: The number of passes that will be asked for; those ahead are prepared while one is under way.
    ///   - loaderThreads: At least 1.
    public init(_ dataset: Dataset, schedule: EpochSchedule, passes: Int = 1, loaderThreads: Int = 1) {
        self.dataset = dataset
        self.schedule = schedule
        self.passes = passes
        self.loaderThreads = loaderThreads
    }

    /// Begins a pass; one out of turn, or after a pass that was left early, starts anew there.
    public func beginPass(_ index: Int, from batch: Int) throws(Diagnostic) -> Int {
        let batch = max(batch, 0)
        if feed == nil || index != upcoming || remaining > 0 || batch > 0 {
            feed?.cancel()
            feed = dataset.feed(
                schedule, epochs: index..<max(passes, index + 1), skipping: batch, loaderThreads: loaderThreads)
        }
        upcoming = index + 1
        let batches = schedule.epoch(index).count
        remaining = max(0, batches - batch)
        return batches
    }

    /// The next batch of the pass.
    public func next() throws(Diagnostic) -> Batch? {
        guard remaining > 0, let batch = try feed?.next() else { return nil }
        remaining -= 1
        return batch
    }

    /// The path of a sample's file.
    public func name(ofSample sample: Int) -> String {
        dataset.index.samples.indices.contains(sample) ? dataset.index.samples[sample].path : "sample \(sample)"
    }
}
