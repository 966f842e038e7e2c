/// Layers that become trainable as an epoch of a training begins; what the optimizer remembers of the others is kept.
public struct Thaw: Codable, Hashable, Sendable {
    /// The first epoch, from 1, that trains them.
    public var epoch: Int
    /// The selectors as they were written, for people: `conv5*`.
    public var selectors: [String]
    /// The names of the layers that they stand for, in the network's order.
    public var layers: [String]
    /// Creates a thaw.
    public init(epoch: Int, selectors: [String] = [], layers: [String]) {
        self.epoch = epoch
        self.selectors = selectors
        self.layers = layers
    }
}
