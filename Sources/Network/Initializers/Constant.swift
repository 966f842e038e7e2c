/// One number everywhere (`keras.initializers.Constant`).
public struct Constant: InitializerKind {
    /// The kind's name.
    public static let kind = "Constant"
    /// The number.
    public var value: Double

    /// Creates the initializer with Keras's defaults.
    public init(value: Double = 0) {
        self.value = value
    }

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer { .constant(value) }
}
