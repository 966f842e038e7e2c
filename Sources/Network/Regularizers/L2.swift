/// A factor times the sum of squares (`keras.regularizers.L2`).
public struct L2: RegularizerKind {
    /// The kind's name.
    public static let kind = "L2"
    /// The factor.
    public var l2: Double

    /// Creates the regularizer with Keras's default.
    public init(l2: Double = 0.01) { self.l2 = l2 }

    /// See the type.
    public var penalty: Penalty { Penalty(l2: l2) }
}
