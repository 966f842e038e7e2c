/// How large a network is. Every sum stops at the largest `Int` instead of overflowing.
extension NetworkDefinition {
    /// The number of values in all parameters, statistics included: Keras's `count_params()`.
    public var parameterCount: Int { Limits.sum(parameters.map(\.parameter.count)) }

    /// The number of values that an optimizer changes while some layers are frozen: Keras's "Trainable params".
    public func trainableCount(frozen: Set<String> = []) -> Int {
        Limits.sum(layers.filter { !frozen.contains($0.name) }.map(\.trainableCount))
    }

    /// Multiplications and additions of one forward pass over one sample.
    public var flops: Int { Limits.sum(layers.map { $0.layer.value.flops(for: $0.input) }) }
}

extension LayerNode {
    /// The number of values in the layer's parameters, statistics included.
    public var parameterCount: Int { Limits.sum(parameters.map(\.count)) }

    /// Those of them that an optimizer may change.
    var trainableCount: Int { Limits.sum(parameters.filter { $0.role == .trainable }.map(\.count)) }
}
