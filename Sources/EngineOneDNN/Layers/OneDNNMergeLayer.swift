import Engine
import Network

/// A layer of several inputs that this engine can compute.
protocol OneDNNMergeLayer: OneDNNLayer {
    /// Appends the layer as ``OneDNNLayer`` does. The inputs may lack normalizations; see ``ProgramBuilder/settled(_:)``.
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, joining inputs: [ProgramTensor]
    ) throws(EngineError) -> ProgramTensor
}

extension OneDNNMergeLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        try append(to: builder, at: site, stage, joining: [input])
    }
}
