/// Directions at right angles, any rotation of them as likely as any other (Saxe et al. 2014) (`keras.initializers.Orthogonal`).
public struct Orthogonal: InitializerKind {
    /// The kind's name.
    public static let kind = "Orthogonal"
    /// Their length.
    public var gain: Double

    /// Creates the initializer with Keras's defaults.
    public init(gain: Double = 1) {
        self.gain = gain
    }

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer { .orthogonal(gain: gain) }
}
