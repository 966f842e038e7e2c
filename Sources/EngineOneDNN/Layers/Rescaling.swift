import Engine
import Network

extension Rescaling: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let (scale, offset) = (scale.map { Float($0) }, offset.map { Float($0) })
        return try builder.appendScale("rescaling", input, at: site) { _ in
            ({ scale[scale.count == 1 ? 0 : $1] }, { offset[offset.count == 1 ? 0 : $1] })
        }
    }
}
