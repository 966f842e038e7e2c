import Engine
import Network

extension Average: OneDNNMergeLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, joining inputs: [ProgramTensor]
    ) throws(EngineError) -> ProgramTensor {
        try builder.appendSum(of: inputs, at: site, rectifies: false, factor: 1 / Float(max(inputs.count, 1)))
    }
}
