/// All zeros (`keras.initializers.Zeros`).
public struct Zeros: InitializerKind {
    /// The kind's name.
    public static let kind = "Zeros"

    /// Creates the initializer.
    public init() {}

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer { .zeros }
}
