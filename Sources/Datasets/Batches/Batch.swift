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
    /// A number for the pixel values of each image: within a process, equal numbers stand for equal values, bit for bit. nil where an
    /// image has other values each time, as the stack of its data set draws.
    public var identities: [Int]?

    /// Creates a batch.
    public init(images: [Float], labels: [Int], samples: [Int], identities: [Int]? = nil) {
        count = labels.count
        self.images = images
        self.labels = labels
        self.samples = samples
        self.identities = identities
    }
}
