import Engine
import Network

extension Concatenate: OneDNNMergeLayer {
    /// Appends the copies of all inputs' channels, and of the gradient's back.
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, joining inputs: [ProgramTensor]
    ) throws(EngineError) -> ProgramTensor {
        let inputs = inputs.map { builder.settled($0) }
        let output = builder.tensor(try builder.layout(like: inputs.map(\.layout), builder.extents(of: site.node.output)))
        let grid = try ChannelGrid(output.layout, layer: site.name)
        var copies: [ChannelCopy] = []
        var first = 0
        for input in inputs {
            copies.append(ChannelCopy(try ChannelGrid(input.layout, layer: site.name), in: grid, from: first))
            first += input.layout.extents[1]
        }
        let parallel = builder.parallel
        builder.append(
            kernel: "concatenation forward", layer: site.name, from: inputs[0], to: output, touching: Array(inputs.dropFirst())
        ) { [copies] (addresses) throws(EngineError) in
            let (from, to) = (inputs.map { addresses.values($0) }, addresses.values(output))
            return { (_) throws(EngineError) in
                parallel.run(copies.count * grid.samples) { task in
                    let number = task % copies.count
                    copies[number].join(from[number], to, sample: task / copies.count)
                }
            }
        }
        if site.isDifferentiated {
            builder.onBackwardToAll(keepsGradient: true) { [copies] (gradient) throws(EngineError) in
                let results = zip(inputs, site.propagatesTo).map { $1 ? builder.tensor($0.layout) : nil }
                let wanted = results.compactMap { $0 }
                builder.append(
                    kernel: "concatenation backward", layer: site.name, from: gradient, to: wanted[0], touching: wanted
                ) { (addresses) throws(EngineError) in
                    let (from, to) = (addresses.values(gradient), results.map { $0.map { addresses.values($0) } })
                    return { (_) throws(EngineError) in
                        parallel.run(copies.count * grid.samples) { task in
                            let number = task % copies.count
                            if let to = to[number] { copies[number].take(from, to, sample: task / copies.count) }
                        }
                    }
                }
                return results
            }
        }
        return output
    }
}
