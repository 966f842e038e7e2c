import Engine
import Network

extension Multiply: OneDNNMergeLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, joining inputs: [ProgramTensor]
    ) throws(EngineError) -> ProgramTensor {
        let meeting = try Meeting(inputs, at: site, in: builder, keepsRows: true)
        return try builder.appendMeeting(meeting, .product, at: site)
    }
}
