import Engine
import Network

/// What the sizes of parameters add to the loss, and to its gradients.
struct Penalties {
    /// The regularized parameters' indices.
    private let entries: [(index: Int, penalty: Penalty)]
    private let store: ParameterStore
    private let parallel: Parallel

    /// - Parameter counted: The indices of the parameters whose penalties count.
    init(_ network: NetworkDefinition, counted: Set<Int>, store: ParameterStore, parallel: Parallel) {
        entries = network.parameters.enumerated().compactMap { index, entry in
            guard counted.contains(index), let penalty = entry.parameter.penalty, penalty != Penalty() else { return nil }
            return (index, penalty)
        }
        self.store = store
        self.parallel = parallel
    }

    /// What they add to the loss as the parameters are now.
    var loss: Double {
        entries.reduce(0) { total, entry in
            let floats = store.slots[entry.index].storage.floats
            guard let values = floats.baseAddress else { return total }
            let penalty = entry.penalty
            return total
                + parallel.sum(over: floats.count) { range in
                    var (sizes, squares) = (0.0, 0.0)
                    for index in range {
                        let value = Double(values[index])
                        sizes += abs(value)
                        squares += value * value
                    }
                    return penalty.l1 * sizes + penalty.l2 * squares
                }
        }
    }

    /// Adds l1 sign(w) + 2 l2 w to gradients.
    func add(to gradients: [Int: UnsafeMutableBufferPointer<Float>]) {
        for (index, penalty) in entries {
            let floats = store.slots[index].storage.floats
            guard let gradient = gradients[index]?.baseAddress, let values = floats.baseAddress else { continue }
            let (l1, l2) = (Float(penalty.l1), 2 * Float(penalty.l2))
            parallel.run(over: min(gradients[index]?.count ?? 0, floats.count)) { range in
                for index in range {
                    let value = values[index]
                    let sign: Float = value > 0 ? 1 : value < 0 ? -1 : 0
                    gradient[index] += l1 * sign + l2 * value
                }
            }
        }
    }
}
