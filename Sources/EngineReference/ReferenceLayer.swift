import Engine
import Network
import Randomness

/// A layer that the reference engine can compute.
///
/// Conv2D, Dense and Activation end in an activation function; the session applies that, so that it can also leave it out where the loss
/// wants its inputs. `forward` is what comes before it.
protocol ReferenceLayer: Layer {
    /// The layer's outputs before its activation, and how to come back.
    func forward(_ input: LayerInput) -> LayerOutput
}

/// What a layer computes from.
struct LayerInput {
    /// For each input, row-major (samples, then its shape in `node.inputs`).
    let inputs: [[Double]]
    /// The number of samples.
    let samples: Int
    /// Shapes.
    let node: LayerNode
    /// The values of `node.parameters`, in that order.
    let parameters: [[Double]]
    /// Nil in inference.
    let training: Training?
    /// What moving averages keep beside their values, by their index in `node.parameters`.
    var averages: [Int: DebiasedAverage] = [:]

    init(
        inputs: [[Double]], samples: Int, node: LayerNode, parameters: [[Double]], training: Training?,
        averages: [Int: DebiasedAverage] = [:]
    ) {
        self.inputs = inputs
        self.samples = samples
        self.node = node
        self.parameters = parameters
        self.training = training
        self.averages = averages
    }

    /// A layer's only input.
    init(
        values: [Double], samples: Int, node: LayerNode, parameters: [[Double]], training: Training?,
        averages: [Int: DebiasedAverage] = [:]
    ) {
        self.init(inputs: [values], samples: samples, node: node, parameters: parameters, training: training, averages: averages)
    }

    /// The only input, of several the first: row-major (samples, then `node.input`).
    var values: [Double] { inputs.first ?? [] }

    /// What a layer must know in a training step.
    struct Training {
        let semantics: Semantics
        /// Whether the layer is frozen.
        let frozen: Bool
        /// The root key of the session.
        let key: RandomKey
        /// The optimizer's step, from 0.
        let step: Int
        /// The layer's index in the network.
        let layer: Int
    }
}

/// What a layer gives.
struct LayerOutput {
    /// Row-major (samples, then `node.output`).
    var values: [Double]
    /// New values of statistics, by their index in `node.parameters`.
    var statistics: [Int: [Double]] = [:]
    /// What moving averages then keep beside them.
    var averages: [Int: DebiasedAverage] = [:]
    /// From the gradient of `values` to the gradients of input and parameters.
    var backward: ([Double]) -> LayerGradient
}

/// The loss's derivatives at a layer.
struct LayerGradient {
    /// By each of the layer's inputs.
    var inputs: [[Double]]
    /// By each of `node.parameters`; statistics have none, and are left empty.
    var parameters: [[Double]] = []

    init(inputs: [[Double]]) { self.inputs = inputs }

    /// By the only input.
    init(input: [Double], parameters: [[Double]] = []) {
        inputs = [input]
        self.parameters = parameters
    }

    /// By the only input, of several the first.
    var input: [Double] { inputs.first ?? [] }
}
