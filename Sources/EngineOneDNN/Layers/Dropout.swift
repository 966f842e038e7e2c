import CDNNL
import Engine
import Network

extension Dropout: OneDNNLayer {
    var isElementwise: Bool { true }

    func isRepeatable(at site: Site, _ semantics: Semantics) -> Bool { !site.isTraining || rate == 0 }

    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        guard site.isTraining, rate > 0 else { return input }
        let (sample, layer) = (site.node.input, site.index)
        let drawn = builder.tensor(try .keras(input.layout.extents))
        builder.append(kernel: "dropout mask", layer: site.name, from: drawn, to: drawn) { (addresses) throws(EngineError) in
            let mask = addresses.floats(drawn)
            return { (run) throws(EngineError) in
                DropoutMask.fill(mask, of: sample, for: self, key: run.key, step: run.step, layer: layer)
            }
        }
        let mask = try builder.reordered(drawn, to: input.layout, layer: site.name, of: "a mask")
        let output = builder.tensor(input.layout)
        builder.append(kernel: "dropout forward", layer: site.name, from: input, to: output, touching: [mask]) {
            (addresses) throws(EngineError) in
            let (from, mask, to) = (addresses.floats(input), addresses.floats(mask), addresses.floats(output))
            return { (_) throws(EngineError) in for index in to.indices { to[index] = from[index] * mask[index] } }
        }
        if site.isDifferentiated {
            builder.onBackward { (gradient) throws(EngineError) in
                builder.append(kernel: "dropout backward", layer: site.name, from: mask, to: gradient) {
                    (addresses) throws(EngineError) in
                    let (mask, values) = (addresses.floats(mask), addresses.floats(gradient))
                    return { (_) throws(EngineError) in for index in values.indices { values[index] *= mask[index] } }
                }
                return gradient
            }
        }
        return output
    }
}
