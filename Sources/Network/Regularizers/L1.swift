/// A factor times the sum of absolute values (`keras.regularizers.L1`).
public struct L1: RegularizerKind {
    /// The kind's name.
    public static let kind = "L1"
    /// The factor.
    public var l1: Double

    /// Creates the regularizer with Keras's default.
    public init(l1: Double = 0.01) { self.l1 = l1 }

    /// See the type.
    public var penalty: Penalty { Penalty(l1: l1) }
}
