import Engine
import Network

/// A layer that this engine can compute.
protocol OneDNNLayer: Layer {
    /// Appends the forward pass of a layer that begins a stage, and its backward pass to the tape where one is wanted; gives the layer's output.
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor
}
