/// -ln p of the sample's class, then the mean over samples (`keras.losses.SparseCategoricalCrossentropy`).
public struct SparseCategoricalCrossentropy: Loss {
    /// The kind's name.
    public static let kind = "SparseCategoricalCrossentropy"
    /// Whether outputs are logits: the loss then applies the softmax that the model leaves out.
    public var fromLogits: Bool

    /// Creates the loss with Keras's defaults.
    public init(fromLogits: Bool = false) {
        self.fromLogits = fromLogits
    }

    /// Class numbers; one output alone cannot be a distribution.
    public func targetEncoding(outputWidth: Int) -> TargetEncoding? { outputWidth > 1 ? .index : nil }
}
