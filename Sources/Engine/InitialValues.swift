import Network
import Randomness

/// The values with which parameters begin: the same in every engine.
public enum InitialValues {
    /// Draws one parameter; each has a key of its own, so that no layer's values depend on another's.
    public static func draw(_ parameter: Parameter, key: RandomKey) -> Tensor {
        switch parameter.initializer {
        case .zeros: return Tensor(shape: parameter.shape, repeating: 0)
        case .ones: return Tensor(shape: parameter.shape, repeating: 1)
        case .glorotUniform(let fanIn, let fanOut):
            let limit = (6 / Double(max(fanIn + fanOut, 1))).squareRoot()
            var tensor = Tensor(shape: parameter.shape, repeating: 0)
            for index in tensor.values.indices {
                tensor.values[index] = Float((2 * key.uniform(UInt64(index)) - 1) * limit)
            }
            return tensor
        }
    }

    /// Every parameter of a network, in its order.
    public static func draw(_ network: NetworkDefinition, key: RandomKey) -> [Tensor] {
        let root = key.with("initial values")
        return network.parameters.enumerated().map { index, entry in draw(entry.parameter, key: root.with(index)) }
    }
}
