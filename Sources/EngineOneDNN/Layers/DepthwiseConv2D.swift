import Engine
import Network

extension DepthwiseConv2D: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        try builder.appendConvolutions(of: self, at: site, stage, input)
    }
}
