import CDNNL
import Engine
import Network

extension Flatten: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        // Dense reads an image as it lies: the order of values is in its weights.
        let rank = site.node.input.rank
        if rank == 1 || (rank == 3 && builder.network.isReadByDense(site.index)) { return input }
        let plain = try builder.appendPlain(input, layer: site.name, isDifferentiated: site.isDifferentiated)
        let image = plain.layout
        let row = try Layout.keras([builder.count, site.node.output.count])
        if site.isDifferentiated {
            builder.onBackward(keepsGradient: true) { (gradient) in
                var result = gradient
                result.layout = image
                return result
            }
        }
        return ProgramTensor(buffer: plain.buffer, layout: row)
    }
}

extension NetworkDefinition {
    /// Whether all that a layer's output comes to, past layers that work value by value, are Dense layers.
    func isReadByDense(_ index: Int) -> Bool {
        var open = readers[index]
        if open.isEmpty { return false }
        let readers = readers
        while let next = open.popLast() {
            switch layers[next].layer.value {
            case is Dense: continue
            case let layer as any OneDNNLayer where layer.isElementwise && !readers[next].isEmpty: open += readers[next]
            default: return false
            }
        }
        return true
    }

    /// The image whose flattened values a Dense layer reads; nil where its input is a row.
    func image(belowDense index: Int) -> Shape? {
        var below = layers[index].sources.first ?? -1
        while below >= 0 {
            switch layers[below].layer.value {
            case is Flatten: return layers[below].input.rank == 3 && isReadByDense(below) ? layers[below].input : nil
            case let layer as any OneDNNLayer where layer.isElementwise: below = layers[below].sources.first ?? -1
            default: return nil
            }
        }
        return nil
    }
}
