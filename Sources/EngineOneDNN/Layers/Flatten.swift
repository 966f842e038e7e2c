import CDNNL
import Engine
import Network

extension Flatten: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        // Dense reads an image as it lies: the order of values is in its weights.
        if builder.network.isReadByDense(site.index) || site.node.input.rank == 1 { return input }
        let plain = try builder.appendPlain(input, layer: site.name, isDifferentiated: site.isDifferentiated)
        let image = plain.layout
        let row = try Layout.keras([builder.count, site.node.output.count])
        if site.isDifferentiated {
            builder.onBackward { (gradient) in ProgramTensor(buffer: gradient.buffer, layout: image) }
        }
        return ProgramTensor(buffer: plain.buffer, layout: row)
    }
}

extension NetworkDefinition {
    /// Whether the next layer above that does not work value by value is Dense.
    func isReadByDense(_ index: Int) -> Bool {
        for node in layers[(index + 1)...] {
            switch node.layer.value {
            case is Dense: return true
            case is Dropout: continue
            case let layer as Activation where layer.activation != .softmax: continue
            default: return false
            }
        }
        return false
    }

    /// The image whose flattened values a Dense layer reads; nil where its input is a row.
    func image(belowDense index: Int) -> Shape? {
        for below in stride(from: index - 1, through: 0, by: -1) {
            switch layers[below].layer.value {
            case is Flatten: return layers[below].input.rank == 3 && isReadByDense(below) ? layers[below].input : nil
            case is Dropout: continue
            case let layer as Activation where layer.activation != .softmax: continue
            default: return nil
            }
        }
        return nil
    }
}
