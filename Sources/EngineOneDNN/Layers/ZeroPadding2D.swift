import Engine
import Network

extension ZeroPadding2D: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let (from, to) = (try builder.image(input, at: site), site.node.output.extents)
        return try builder.appendMap(
            "padding", input, to: input.layout.alike(site.node.output.axes(builder.count)),
            rows: .shift(from.height, before: padding[0][0], count: to[0]),
            columns: .shift(from.width, before: padding[1][0], count: to[1]), at: site)
    }
}
