/// Images and labels that go through a network together.
public struct Batch: Sendable {
    /// The number of images.
    public var count: Int
    /// Pixel values, row-major: (count, height, width, channels).
    public var images: [Float]
    /// The class of each image: an index into the data set's classes.
    public var labels: [Int]
    /// Where each image stands in the data set's index.
    public var samples: [Int]

    /// Creates a batch.
    public init(images: [Float], labels: [Int], samples: [Int]) {
        count = labels.count
        self.images = images
        self.labels = labels
        self.samples = samples
    }
}
