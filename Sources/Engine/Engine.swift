import Network
import Randomness

/// Something that computes networks. It never heard of files, data sets or epochs.
///
/// An engine makes *sessions*; a session owns one model's parameters and compiles a static program for each batch size it meets.
public protocol Engine: Sendable {
    /// The name on the command line: `fast`, `onednn`, `reference`.
    var name: String { get }
    /// The instruction sets that it computes with, by what uses them: bytes are the same only where these are. Empty where
    /// results do not depend on them.
    var instructionSets: [String: String] { get }
    /// The number of threads that compute; results are the same with any.
    var threads: Int { get }

    /// A model with new parameters.
    ///
    /// - Parameters:
    ///   - network: Layers with shapes.
    ///   - semantics: Which Keras the layers follow.
    ///   - key: Where initial values and dropout masks begin; see ``InitialValues``.
    /// - Throws: ``EngineError`` where the network has something that this engine cannot compute.
    func makeSession(network: NetworkDefinition, semantics: Semantics, key: RandomKey) throws(EngineError) -> any EngineSession
}

extension Engine {
    /// None.
    public var instructionSets: [String: String] { [:] }
    /// One.
    public var threads: Int { 1 }
}

/// What a session is compiled for.
public struct Compilation: Sendable {
    /// What training makes small.
    public var loss: any Loss
    /// How.
    public var optimizer: any Optimizer
    /// The names of frozen layers.
    public var frozen: Set<String>
    /// The rates of layers that do not learn at the optimizer's, by name, where the optimizer's is its `reference`; what schedules and
    /// callbacks make of that one they make of these too.
    public var rates: [String: Double]
    /// The names of parameters that weight decay leaves alone: `conv2d/bias`.
    public var undecayed: Set<String>

    /// Creates a compilation.
    public init(
        loss: any Loss, optimizer: any Optimizer, frozen: Set<String> = [], rates: [String: Double] = [:],
        undecayed: Set<String> = []
    ) {
        self.loss = loss
        self.optimizer = optimizer
        self.frozen = frozen
        self.rates = rates
        self.undecayed = undecayed
    }
}

/// One model in an engine: parameters, and after `compile` a loss and an optimizer.
///
/// Call sequence: any number of `parameters`, `setParameters`, `predict`; `compile` before the first `trainStep` or `evaluate`;
/// `compile` again starts a fresh optimizer and keeps the parameters, as Keras does. A session is used by one thread at a time.
public protocol EngineSession: AnyObject {
    /// The network it computes.
    var network: NetworkDefinition { get }

    /// A copy of every parameter in the order and layout of `network.parameters`, statistics included.
    func parameters() throws(EngineError) -> [Tensor]
    /// Replaces every parameter; shapes must be those of `network.parameters`.
    func setParameters(_ values: [Tensor]) throws(EngineError)

    /// Gives the model a loss, a fresh optimizer (step 0, zero moments) and its frozen layers.
    func compile(_ compilation: Compilation) throws(EngineError)

    /// Changes which layers are frozen, without a fresh optimizer: what was trained and still is goes on with its moments; what is
    /// thawed begins as after `compile`, with moments of zero and its own count of steps.
    ///
    /// - Throws: ``EngineError/mismatch(_:)`` for a name that is no layer's; ``EngineError/notCompiled``.
    func setFrozen(_ frozen: Set<String>) throws(EngineError)

    /// Ends a training: where the optimizer keeps a moving average of the parameters, it takes their place, as at the end of Keras's
    /// `fit`. Without one nothing happens.
    func finishTraining() throws(EngineError)

    /// The optimizer's rate for the next step. Stored as a float, as Keras stores it. What a schedule gives cannot be set.
    var learningRate: Float { get set }
    /// The number of steps since `compile`.
    var step: Int { get }

    /// What the optimizer remembers, for ``setOptimizerState(_:)`` of a session that computes the same network on the same engine.
    func optimizerState() throws(EngineError) -> OptimizerState
    /// Puts the optimizer where another session's was: the next steps change the same parameters by the same bytes.
    ///
    /// - Throws: ``EngineError/mismatch(_:)`` for moments of another optimizer or of other shapes.
    func setOptimizerState(_ state: OptimizerState) throws(EngineError)

    /// What moving averages keep beside their values where ``Semantics/movingAverage`` corrects them for having begun at zero, by the
    /// index in `network.parameters`; those that were never updated are left out. Compiled or not, and whatever parameters are set.
    func averages() -> [Int: DebiasedAverage]
    /// Puts them where those of another session of the same network were.
    ///
    /// - Throws: ``EngineError/mismatch(_:)`` for averages of another network.
    func setAverages(_ averages: [Int: DebiasedAverage]) throws(EngineError)

    /// One training step on a batch of any size: forward in training mode, loss, backward, update.
    ///
    /// - Throws: ``EngineError`` only for a batch that does not fit; a loss that is not a number is returned, not thrown.
    func trainStep(_ batch: EngineBatch) throws(EngineError) -> BatchResult

    /// Outputs and losses of a batch in inference mode.
    func evaluate(_ batch: EngineBatch) throws(EngineError) -> BatchResult

    /// The same of several batches: for each what `evaluate` gives for it alone.
    func evaluate(_ batches: [EngineBatch]) throws(EngineError) -> [BatchResult]

    /// How many samples are best handed over at once in inference, in one batch or in several; 1 where it makes no difference.
    var inferenceCount: Int { get }

    /// Outputs of a batch in inference mode, row-major (count, outputs); targets are not looked at.
    func predict(_ batch: EngineBatch) throws(EngineError) -> [Float]
}

extension EngineSession {
    /// One batch after the other.
    public func evaluate(_ batches: [EngineBatch]) throws(EngineError) -> [BatchResult] {
        var results: [BatchResult] = []
        for batch in batches { results.append(try evaluate(batch)) }
        return results
    }

    /// 1: one batch after the other.
    public var inferenceCount: Int { 1 }
}

/// A session that can show its gradients, for tests: loss gradients of a batch in training mode, without an update.
public protocol GradientSession: EngineSession {
    /// The mean loss over the batch, and its gradient for each entry of `network.parameters` (zeros for statistics and frozen
    /// layers).
    func gradients(_ batch: EngineBatch) throws(EngineError) -> (loss: Double, gradients: [Tensor])
}

/// Samples for an engine.
public struct EngineBatch: Sendable {
    /// The number of samples.
    public var count: Int
    /// Inputs, row-major (count, height, width, channels).
    public var inputs: [Float]
    /// Targets, row-major (count, values of a target): one-hot rows, single 0 and 1, or class numbers, as the loss's encoding says;
    /// empty for `predict`.
    public var targets: [Float]
    /// The weight of each sample in the loss; nil weighs all alike.
    public var weights: [Float]?
    /// A number for the inputs of each sample: within a process, equal numbers stand for equal inputs, bit for bit. It says
    /// nothing of targets and weights. nil where a sample's inputs differ from time to time (random augmentation), or are not
    /// known to be equal.
    public var identities: [Int]?

    /// Creates a batch.
    public init(
        count: Int, inputs: [Float], targets: [Float], weights: [Float]? = nil, identities: [Int]? = nil
    ) {
        self.count = count
        self.inputs = inputs
        self.targets = targets
        self.weights = weights
        self.identities = identities
    }

    /// The inputs of several batches, one after the other; without targets and weights.
    public init(inputsOf batches: [EngineBatch]) {
        self.init(count: batches.reduce(0) { $0 + $1.count }, inputs: [], targets: [])
        if batches.count == 1 {
            inputs = batches[0].inputs
        } else {
            inputs.reserveCapacity(batches.reduce(0) { $0 + $1.inputs.count })
            for batch in batches { inputs += batch.inputs }
        }
        let known = batches.compactMap(\.identities)
        if known.count == batches.count { identities = known.flatMap { $0 } }
    }
}

/// What a batch gave.
public struct BatchResult: Sendable {
    /// Outputs after the last activation, row-major (count, outputs).
    public var outputs: [Float]
    /// The weighted mean loss over the samples.
    public var loss: Double

    /// Creates a result.
    public init(outputs: [Float], loss: Double) {
        self.outputs = outputs
        self.loss = loss
    }
}

/// What an engine cannot do.
public enum EngineError: Error, Hashable, Sendable {
    /// The network has something that this engine cannot compute; which layer, and what instead.
    case unsupported(layer: String, reason: String)
    /// Values that do not fit the network: a batch or a parameter, with both shapes.
    case mismatch(String)
    /// A call before the call that it needs.
    case notCompiled
    /// There is not enough memory: the bytes that are needed, and those that there are, where that is known.
    case memory(needed: Int, available: Int?)
    /// The library below failed.
    case library(String)
    /// A setting of the environment that cannot be followed here: what is wrong with it, and what to write instead.
    case setting(String, remedy: String)
}
