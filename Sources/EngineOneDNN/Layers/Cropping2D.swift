import Engine
import Network

extension Cropping2D: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let (from, to) = (try builder.image(input, at: site), site.node.output.extents)
        return try builder.appendMap(
            "cropping", input, to: input.layout.alike(site.node.output.axes(builder.count)),
            rows: .shift(from.height, before: -cropping[0][0], count: to[0]),
            columns: .shift(from.width, before: -cropping[1][0], count: to[1]), at: site)
    }
}
