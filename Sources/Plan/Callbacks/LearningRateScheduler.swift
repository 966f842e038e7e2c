/// Sets the learning rate at the beginning of each epoch (`keras.callbacks.LearningRateScheduler`).
public struct LearningRateScheduler: CallbackKind {
    /// The kind's name.
    public static let kind = "LearningRateScheduler"

    /// A rate, and where it begins.
    public struct Entry: Codable, Hashable, Sendable {
        /// The first epoch that has it, from 1.
        public var epoch: Int
        /// The learning rate.
        public var learningRate: Double
        /// Creates an entry.
        public init(epoch: Int, learningRate: Double) {
            self.epoch = epoch
            self.learningRate = learningRate
        }
    }

    /// The rates, in the order of their epochs; before the first of them the rate is left as it is.
    public var epochs: [Entry]
    /// Creates the callback.
    public init(epochs: [Entry] = []) { self.epochs = epochs.sorted { $0.epoch < $1.epoch } }
    /// None.
    public var monitor: String? { nil }

    /// The rate of an epoch (from 1); nil where it is left as it is.
    public func rate(ofEpoch epoch: Int) -> Double? { epochs.last { $0.epoch <= epoch }?.learningRate }
}
