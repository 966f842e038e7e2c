import Diagnostics

/// Where the batches of a fit or an evaluation come from, pass by pass.
///
/// Call sequence: `beginPass`, then `next` until it gives nil; and so on for the next pass. How long a pass is, and where in the data it
/// begins (wrapping, cut short, rolling), is the source's affair: it knows the semantics, the loops here do not.
public protocol BatchSource: AnyObject {
    /// Begins a pass: an epoch of training, a validation, or an evaluation.
    ///
    /// - Parameter index: The number of the pass, from 0.
    /// - Returns: The number of batches that `next` will give.
    func beginPass(_ index: Int) throws(Diagnostic) -> Int

    /// The next batch of the pass, or nil at its end; waits for it where it is not ready.
    func next() throws(Diagnostic) -> Batch?

    /// What a person calls a sample: the path of its file.
    func name(ofSample sample: Int) -> String
}

/// Samples as they are trained on.
public struct Batch: Sendable {
    /// The number of samples.
    public var count: Int
    /// Row-major (count, height, width, channels).
    public var images: [Float]
    /// The class of each sample.
    public var labels: [Int]
    /// The index of each sample in its data set.
    public var samples: [Int]

    /// Creates a batch.
    public init(count: Int, images: [Float], labels: [Int], samples: [Int]) {
        self.count = count
        self.images = images
        self.labels = labels
        self.samples = samples
    }
}
