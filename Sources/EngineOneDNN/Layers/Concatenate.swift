import Engine
import Network

extension Concatenate: OneDNNMergeLayer {
    /// Appends the copies of the inputs' channels, and of the gradient's back.
    ///
    /// Where a concatenation is continued by others, all grow one array: what is there already is not copied again, neither forward nor,
    /// of their one gradient, backward. Its readers then see its first channels.
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, joining inputs: [ProgramTensor]
    ) throws(EngineError) -> ProgramTensor {
        let inputs = inputs.map { builder.settled($0) }
        let layout = try builder.layout(like: inputs.map(\.layout), builder.extents(of: site.node.output))
        // What grows already, or a new array with room for all that will be added.
        let grown = builder.growing[site.index]
        let array: ProgramTensor
        if let grown { array = grown } else { array = builder.tensor(try builder.grownLayout(layout, from: site.index)) }
        let output = ProgramTensor(buffer: array.buffer, layout: try array.layout.view(of: layout))
        if array.layout.extents[1] > layout.extents[1], let next = builder.continuation(of: site.index, in: array.layout) {
            builder.growing[next] = array
        }
        let grid = try ChannelGrid(output.layout, layer: site.name)
        var copies: [(number: Int, copy: ChannelCopy)] = []
        var first = 0
        for (number, input) in inputs.enumerated() {
            copies.append((number, ChannelCopy(try ChannelGrid(input.layout, layer: site.name), in: grid, from: first)))
            first += input.layout.extents[1]
        }
        let isContinued = grown != nil && inputs[0].place == output.place
        appendForward(isContinued ? Array(copies.dropFirst()) : copies, inputs, output, builder, site)
        if site.isDifferentiated {
            builder.onBackwardToAll(keepsGradient: !isContinued) { (gradient) throws(EngineError) in
                try appendBackward(inputs, gradient, isContinued: isContinued, builder, site)
            }
        }
        return output
    }

    private func appendForward(
        _ copies: [(number: Int, copy: ChannelCopy)], _ inputs: [ProgramTensor], _ output: ProgramTensor,
        _ builder: ProgramBuilder, _ site: Site
    ) {
        let (parallel, samples) = (builder.parallel, builder.count)
        builder.append(
            kernel: "concatenation forward", layer: site.name, from: inputs[copies.first?.number ?? 0], to: output,
            touching: copies.map { inputs[$0.number] }
        ) { (addresses) throws(EngineError) in
            let (from, to) = (inputs.map { addresses.values($0) }, addresses.values(output))
            return { (_) throws(EngineError) in
                parallel.run(copies.count * samples) { task in
                    let (number, copy) = copies[task % copies.count]
                    copy.join(from[number], to, sample: task / copies.count)
                }
            }
        }
    }

    private func appendBackward(
        _ inputs: [ProgramTensor], _ gradient: ProgramTensor, isContinued: Bool, _ builder: ProgramBuilder, _ site: Site
    ) throws(EngineError) -> [ProgramTensor?] {
        let grid = try ChannelGrid(gradient.layout, layer: site.name)
        var results: [ProgramTensor?] = []
        var copies: [(to: ProgramTensor, copy: ChannelCopy)] = []
        var first = 0
        for (number, (input, isWanted)) in zip(inputs, site.propagatesTo).enumerated() {
            defer { first += input.layout.extents[1] }
            if number == 0, isContinued, isWanted {
                var view = gradient
                view.layout = try gradient.layout.channels(input.layout.extents[1])
                results.append(view)
                continue
            }
            let result = isWanted ? builder.tensor(input.layout.packed) : nil
            results.append(result)
            if let result {
                copies.append((result, ChannelCopy(try ChannelGrid(result.layout, layer: site.name), in: grid, from: first)))
            }
        }
        guard let head = copies.first else { return results }
        let (parallel, samples) = (builder.parallel, builder.count)
        builder.append(
            kernel: "concatenation backward", layer: site.name, from: gradient, to: head.to, touching: copies.map(\.to)
        ) { [copies] (addresses) throws(EngineError) in
            let (from, to) = (addresses.values(gradient), copies.map { addresses.values($0.to) })
            return { (_) throws(EngineError) in
                parallel.run(copies.count * samples) { task in
                    let number = task % copies.count
                    copies[number].copy.take(from, to[number], sample: task / copies.count)
                }
            }
        }
        return results
    }
}

extension Layout {
    /// The part of an array that has the extents of a layout.
    fileprivate func view(of layout: Layout) throws(EngineError) -> Layout {
        self == layout ? layout : try channels(layout.extents[1])
    }
}

extension ProgramBuilder {
    /// The layout of an array with room for what concatenations add to one, each the channels of other layers after those that are there;
    /// the same where nothing is added, or channels fill no blocks.
    fileprivate func grownLayout(_ layout: Layout, from index: Int) throws(EngineError) -> Layout {
        guard layout.extents.count == 4, isWhole(index, in: layout) else { return layout }
        var last = index
        while let next = continuation(of: last, in: layout) { last = next }
        return last == index ? layout : try self.layout(like: [layout], extents(of: network.layers[last].output))
    }

    /// The first concatenation that begins with the channels of another, and has others after them.
    fileprivate func continuation(of index: Int, in layout: Layout) -> Int? {
        sites[index].readingLayers.first { reader in
            let node = network.layers[reader]
            return node.layer.value is Concatenate && node.sources.first == index && !node.sources.dropFirst().contains(index)
                && isWhole(reader, in: layout)
        }
    }

    /// Whether the channels of each input fill blocks.
    private func isWhole(_ index: Int, in layout: Layout) -> Bool {
        guard let block = layout.blocks.first?.extent else { return false }
        return network.layers[index].inputs.allSatisfy { ($0.extents.last ?? 0) % block == 0 }
    }
}
