/// Which batch of which pass over the data: enough to build it with no memory of the ones before.
public struct BatchReference: Hashable, Sendable {
    /// The number of the permutation of samples that it is cut from, from 0.
    public var pass: Int
    /// Its place in the permutation: samples `batch * batchSize` and on.
    public var batch: Int
    /// The batches that this schedule gave before it.
    public var number: Int
    /// The `number` of the first batch cut from the same permutation; NumPy's legacy stream draws the permutation there.
    public var passStart: Int

    /// Creates a reference.
    public init(pass: Int, batch: Int, number: Int, passStart: Int) {
        self.pass = pass
        self.batch = batch
        self.number = number
        self.passStart = passStart
    }
}
