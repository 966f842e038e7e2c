import Datasets
import Diagnostics
import Training

/// Batches from a list of label lists; every pass gives the same.
final class ListedBatches: BatchSource {
    private let labels: [[Int]]
    private var upcoming = 0
    private(set) var passes: [Int] = []
    /// Thrown instead of the batch of this number in a pass.
    var failure: (batch: Int, diagnostic: Diagnostic)?

    init(_ labels: [[Int]]) { self.labels = labels }

    func beginPass(_ index: Int, from batch: Int) -> Int {
        passes.append(index)
        upcoming = batch
        return labels.count
    }

    func next() throws(Diagnostic) -> Batch? {
        guard upcoming < labels.count else { return nil }
        if let failure, failure.batch == upcoming { throw failure.diagnostic }
        let first = labels[..<upcoming].reduce(0) { $0 + $1.count }
        let labels = labels[upcoming]
        upcoming += 1
        return Batch(
            images: labels.map { Float($0) }, labels: labels, samples: Array(first..<first + labels.count))
    }

    func name(ofSample sample: Int) -> String { "image \(sample).png" }
}
