import Engine
import Network

extension GaussianNoise: OneDNNLayer {
    func isRepeatable(at site: Site, _ semantics: Semantics) -> Bool { !site.isTraining || stddev == 0 }

    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        guard site.isTraining, stddev > 0 else { return input }
        let (deviation, layer) = (stddev, site.index)
        let drawn = builder.tensor(try .keras(input.layout.extents))
        builder.append(kernel: "gaussian noise", layer: site.name, from: drawn, to: drawn) { (addresses) throws(EngineError) in
            let noise = addresses.floats(drawn)
            return { (run) throws(EngineError) in
                NormalNoise.fill(noise, deviation: deviation, key: run.key, step: run.step, layer: layer)
            }
        }
        let noise = try builder.reordered(drawn, to: input.layout, layer: site.name, of: "noise")
        let (output, parallel) = (builder.tensor(input.layout), builder.parallel)
        builder.append(kernel: "noise forward", layer: site.name, from: input, to: output, touching: [noise]) {
            (addresses) throws(EngineError) in
            let (from, to, noise) = (addresses.values(input), addresses.floats(output), addresses.values(noise))
            return { (_) throws(EngineError) in
                to.baseAddress?.update(from: from, count: to.count)
                SumKernel.add([noise], to: to, parallel: parallel)
            }
        }
        return output
    }
}
