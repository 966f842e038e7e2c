import Network

/// The learning rate of each parameter, by the optimizer's.
public struct UpdateRates: Sendable {
    /// What the optimizer's rate is multiplied by, for parameters whose layer has a rate of its own.
    private let factors: [Int: Double]

    /// Works the factors out; the compilation is one that the network's `check` has let through.
    public init(_ compilation: Compilation, network: NetworkDefinition) {
        let reference = compilation.optimizer.learningRate.reference
        var factors: [Int: Double] = [:]
        for (index, entry) in network.parameters.enumerated() {
            if let rate = compilation.rates[network.layers[entry.layer].name] { factors[index] = rate / reference }
        }
        self.factors = factors
    }

    /// A parameter's rate where the optimizer's is `rate`.
    public func rate(of parameter: Int, _ rate: Float) -> Float {
        factors[parameter].map { Float(Double(rate) * $0) } ?? rate
    }
}

extension NetworkDefinition {
    /// The indices in `parameters` of those that an optimizer changes while some layers are frozen.
    public func trained(frozen: Set<String>) -> Set<Int> {
        Set(
            parameters.enumerated().filter {
                $0.element.parameter.role == .trainable && !frozen.contains(layers[$0.element.layer].name)
            }.map(\.offset))
    }
}
