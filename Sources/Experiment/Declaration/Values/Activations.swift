import Network

extension ValueType<ActivationFunction> {
    /// The name of an activation function, or one of Keras's other names for it.
    static func choice(_ what: String? = nil) -> Self {
        choice(what, of: (ActivationFunction.named + ActivationFunction.aliases).map(\.name))
    }
}
