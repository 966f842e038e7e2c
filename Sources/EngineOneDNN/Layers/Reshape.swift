import Engine
import Network

extension Reshape: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let plain = try builder.appendPlain(input, layer: site.name, isDifferentiated: site.isDifferentiated)
        return try builder.appendView(plain, of: site.node.output, at: site)
    }
}
