import Network
import Randomness

/// The values with which parameters begin: the same in every engine.
public enum InitialValues {
    /// Draws one parameter; each has a key of its own, so that no layer's values depend on another's.
    public static func draw(_ parameter: Parameter, key: RandomKey) -> Tensor {
        switch parameter.initializer {
        case .zeros: return Tensor(shape: parameter.shape, repeating: 0)
        case .ones: return Tensor(shape: parameter.shape, repeating: 1)
        case .constant(let value): return Tensor(shape: parameter.shape, repeating: Float(value))
        case .uniform(let low, let high):
            // Around the middle, where a symmetric range loses nothing to rounding.
            let (middle, half) = ((low + high) / 2, (high - low) / 2)
            return fill(parameter) { middle + (2 * key.uniform($0) - 1) * half }
        case .normal(let mean, let deviation): return fill(parameter) { mean + deviation * key.normal($0) }
        case .truncatedNormal(let mean, let deviation):
            return fill(parameter) { mean + deviation * truncatedNormal(key, $0) }
        case .orthogonal(let gain): return OrthogonalMatrix.draw(parameter.shape, gain: gain, key: key)
        }
    }

    private static func fill(_ parameter: Parameter, _ value: (UInt64) -> Double) -> Tensor {
        var tensor = Tensor(shape: parameter.shape, repeating: 0)
        for index in tensor.values.indices { tensor.values[index] = Float(value(UInt64(index))) }
        return tensor
    }

    /// A draw that lies within two deviations; the chance that a hundred do not is 1e-134.
    private static func truncatedNormal(_ key: RandomKey, _ index: UInt64) -> Double {
        for attempt in 0..<100 {
            let value = (attempt == 0 ? key : key.with(attempt)).normal(index)
            if abs(value) < 2 { return value }
        }
        return 0
    }

    /// Every parameter of a network, in its order.
    public static func draw(_ network: NetworkDefinition, key: RandomKey) -> [Tensor] {
        let root = key.with("initial values")
        return network.parameters.enumerated().map { index, entry in draw(entry.parameter, key: root.with(index)) }
    }
}
