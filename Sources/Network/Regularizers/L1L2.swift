/// Both sums, each with a factor (`keras.regularizers.L1L2`).
public struct L1L2: RegularizerKind {
    /// The kind's name.
    public static let kind = "L1L2"
    /// The factor of the sum of absolute values.
    public var l1: Double
    /// The factor of the sum of squares.
    public var l2: Double

    /// Creates the regularizer with Keras's defaults.
    public init(l1: Double = 0, l2: Double = 0) {
        self.l1 = l1
        self.l2 = l2
    }

    /// See the type.
    public var penalty: Penalty { Penalty(l1: l1, l2: l2) }
}
