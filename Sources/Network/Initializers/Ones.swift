/// All ones (`keras.initializers.Ones`).
public struct Ones: InitializerKind {
    /// The kind's name.
    public static let kind = "Ones"

    /// Creates the initializer.
    public init() {}

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer { .ones }
}
