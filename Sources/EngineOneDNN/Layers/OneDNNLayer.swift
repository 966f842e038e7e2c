import Engine
import Network

/// A layer that this engine can compute.
protocol OneDNNLayer: Layer {
    /// Appends the forward pass of a layer that begins a stage, and its backward pass to the tape where one is wanted; gives the
    /// layer's output.
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor

    /// Whether the layer's output for a sample is the same each time that the sample comes, as long as parameters stay.
    func isRepeatable(at site: Site, _ semantics: Semantics) -> Bool
    /// Whether each value of the output depends on the value at its place alone, and not on which place that is.
    var isElementwise: Bool { get }
    /// Whether it is max(x, 0) and nothing else.
    var isRectifier: Bool { get }
}

extension OneDNNLayer {
    func isRepeatable(at site: Site, _ semantics: Semantics) -> Bool { true }
    var isElementwise: Bool { false }
    var isRectifier: Bool { false }
}
