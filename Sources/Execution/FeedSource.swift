import Datasets
import Diagnostics
import Training

/// A data set's batches for a training or an evaluation, built ahead by loader threads.
final class FeedSource: BatchSource {
    private let dataset: Dataset
    private let schedule: EpochSchedule
    private let feed: BatchFeed
    private var left = 0

    /// Starts the loader threads.
    ///
    /// - Parameters:
    ///   - use: What the batches are for.
    ///   - steps: Batches a pass; nil is all.
    ///   - passes: How often `beginPass` may be called.
    ///   - stream: Names the draws: the step's id and what it does with the data.
    init(_ dataset: Dataset, _ use: EpochSchedule.Use, steps: Int?, passes: Int, stream: String, loaderThreads: Int) {
        self.dataset = dataset
        schedule = dataset.schedule(use, steps: steps, stream: stream)
        feed = dataset.feed(schedule, epochs: 0..<passes, loaderThreads: loaderThreads)
    }

    func beginPass(_ index: Int) throws(Diagnostic) -> Int {
        left = schedule.epoch(index).count
        return left
    }

    func next() throws(Diagnostic) -> Batch? {
        guard left > 0 else { return nil }
        left -= 1
        return try feed.next()
    }

    func name(ofSample sample: Int) -> String {
        dataset.index.samples.indices.contains(sample) ? dataset.index.samples[sample].path : "sample \(sample)"
    }
}
