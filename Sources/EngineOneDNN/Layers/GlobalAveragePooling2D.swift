import Engine
import Network

extension GlobalAveragePooling2D: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let (height, width) = try builder.image(input, at: site)
        let pixels = try Layout.keras([builder.count, site.node.input.extents[2], 1, 1])
        let means = try builder.appendMap(
            "average", input, to: pixels, rows: .mean(height), columns: .mean(width), at: site)
        return try builder.appendView(means, of: site.node.output, at: site)
    }
}

extension ProgramBuilder {
    /// Values that lie as Keras keeps them, under other extents; with the backward half.
    func appendView(_ value: ProgramTensor, of shape: Shape, at site: Site) throws(EngineError) -> ProgramTensor {
        let layout = try Layout.keras(shape.axes(count))
        guard layout != value.layout else { return value }
        if site.isDifferentiated {
            onBackward(keepsGradient: true) { (gradient) in
                var result = gradient
                result.layout = value.layout
                return result
            }
        }
        return ProgramTensor(buffer: value.buffer, layout: layout, offset: value.offset)
    }
}
