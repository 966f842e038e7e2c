import Engine
import Network

extension Maximum: OneDNNMergeLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, joining inputs: [ProgramTensor]
    ) throws(EngineError) -> ProgramTensor {
        try builder.appendMeeting(Meeting(inputs, at: site, in: builder), .maximum, at: site)
    }
}
