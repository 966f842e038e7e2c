import Engine
import Network

extension UpSampling2D: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let (height, width) = try builder.image(input, at: site)
        let isNearest = interpolation == .nearest
        let rows: AxisMap = isNearest ? .nearest(height, size: size[0]) : .linear(height, size: size[0])
        let columns: AxisMap = isNearest ? .nearest(width, size: size[1]) : .linear(width, size: size[1])
        let output = try input.layout.alike(site.node.output.axes(builder.count))
        return try builder.appendMap("upsampling", input, to: output, rows: rows, columns: columns, at: site)
    }
}
