import Engine
import Network

extension AveragePooling2D: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let (from, to) = (try builder.image(input, at: site), site.node.output.extents)
        return try builder.appendMap(
            "average", input, to: input.layout.alike(site.node.output.axes(builder.count)),
            rows: .means(from.height, window: poolSize[0], stride: strides[0], count: to[0], padding: padding),
            columns: .means(from.width, window: poolSize[1], stride: strides[1], count: to[1], padding: padding), at: site)
    }
}
