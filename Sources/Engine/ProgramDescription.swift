/// A session that can say what its programs do.
public protocol DescribingSession: EngineSession {
    /// The program for a batch size, made where there is none yet.
    ///
    /// - Parameter training: Whether the program of a training step is meant, after `compile`, or that of inference.
    /// - Throws: ``EngineError`` where the network cannot be computed on so many samples; `notCompiled` where a training is asked
    ///   for before `compile`.
    func programDescription(count: Int, training: Bool) throws(EngineError) -> ProgramDescription
}

/// What a program does, call by call.
public struct ProgramDescription: Codable, Hashable, Sendable {
    /// Whether it trains.
    public var isTraining: Bool
    /// Samples.
    public var count: Int
    /// What is computed together, from the input to the output.
    public var stages: [ProgramStage]
    /// The calls, in their order.
    public var operations: [ProgramOperation]
    /// The bytes of its buffers, parameters and what is made of them left out.
    public var byteCount: Int
    /// The bytes of the parameters, of what the session has made of them for kernels and, in training, of what the optimizer keeps.
    public var parameterByteCount = 0
    /// What a training computes once for each sample that comes again the same, and keeps; nil where it keeps nothing.
    public var features: KeptFeatures?

    /// Creates a description.
    public init(isTraining: Bool, count: Int, stages: [ProgramStage], operations: [ProgramOperation], byteCount: Int) {
        self.isTraining = isTraining
        self.count = count
        self.stages = stages
        self.operations = operations
        self.byteCount = byteCount
    }
}

/// Outputs of frozen layers that are kept by sample.
public struct KeptFeatures: Codable, Hashable, Sendable {
    /// The layer whose outputs they are; it and all below it are then not computed again.
    public var layer: String
    /// Bytes a sample.
    public var byteCount: Int

    /// Creates them.
    public init(layer: String, byteCount: Int) {
        self.layer = layer
        self.byteCount = byteCount
    }
}

/// Layers, each the only reader of the one before it, that are computed together, or a layer by itself.
public struct ProgramStage: Codable, Hashable, Sendable {
    /// The names of the layers.
    public var layers: [String]
    /// Who computes them: `winograd F(6x6,3x3) avx512`, `jit:avx512_core`; several where there are several.
    public var kernels: [String]
    /// The layout of the result: oneDNN's name, `aBcd16b`; nil where the stage does nothing.
    public var layout: String?
    /// Why this kernel; nil where there was no choice.
    public var reason: String?
    /// The passes that had a part in it.
    public var passes: [String]

    /// Creates a stage.
    public init(layers: [String], kernels: [String], layout: String?, reason: String?, passes: [String]) {
        self.layers = layers
        self.kernels = kernels
        self.layout = layout
        self.reason = reason
        self.passes = passes
    }
}

/// One call of a program.
public struct ProgramOperation: Codable, Hashable, Sendable {
    /// The layer that it belongs to.
    public var layer: String
    /// What it does: `convolution forward`.
    public var name: String
    /// Who does it: oneDNN's implementation (`jit:avx2`), a kernel of ours, or `assay` for the small ones.
    public var implementation: String
    /// The layout that it reads: oneDNN's name, `aBcd8b`.
    public var source: String
    /// The layout that it writes.
    public var destination: String
    /// Multiplications and additions of its products, as it does them.
    public var flops: Int
    /// The same as the definition has them.
    public var directFlops: Int
    /// The bytes of all that it reads and writes, each array once.
    public var byteCount: Int

    /// Creates an operation; without `directFlops` the kernel does as many as the definition.
    public init(
        layer: String, name: String, implementation: String, source: String, destination: String, flops: Int = 0,
        directFlops: Int? = nil, byteCount: Int = 0
    ) {
        self.layer = layer
        self.name = name
        self.implementation = implementation
        self.source = source
        self.destination = destination
        self.flops = flops
        self.directFlops = directFlops ?? flops
        self.byteCount = byteCount
    }

    /// Whether it only copies activations into another layout: work that agreement on layouts would save.
    public var isReorder: Bool { name == "reorder of activations" || name == "reorder of a gradient" }
}
