import Engine
import Network

extension SpatialDropout2D: OneDNNLayer {
    func isRepeatable(at site: Site, _ semantics: Semantics) -> Bool { !site.isTraining || rate == 0 }

    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        guard site.isTraining, rate > 0 else { return input }
        let (rate, layer, channels) = (rate, site.index, site.node.input.extents[2])
        let mask = builder.tensor(try .keras([builder.count, channels]))
        builder.append(kernel: "dropout mask", layer: site.name, from: mask, to: mask) { (addresses) throws(EngineError) in
            let values = addresses.floats(mask)
            return { (run) throws(EngineError) in
                DropoutMask.fill(values, rate: rate, key: run.key, step: run.step, layer: layer)
            }
        }
        return try builder.appendScale("dropout", input, at: site, reading: [mask]) { addresses in
            let values = addresses.values(mask)
            return ({ values[$0 * channels + $1] }, { _, _ in 0 })
        }
    }
}
