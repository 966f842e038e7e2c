import Engine
import Network

/// Values that a layer joins place by place, brought into one layout and shape.
struct Meeting {
    /// The layout of the result.
    let layout: Layout
    /// The inputs as they meet: in that layout, but for rows of one value a channel where these may stay so.
    private(set) var values: [ProgramTensor] = []
    /// The normalizations that they lack.
    private(set) var normalizations: [SummedNormalization] = []
    private var inputs: [ProgramTensor] = []

    /// Appends what brings the inputs together.
    ///
    /// - Parameters:
    ///   - appliesNormalizations: Whether the layer applies the normalizations that its inputs lack.
    ///   - keepsRows: Whether it can take one value a channel for all places of a sample.
    init(
        _ inputs: [ProgramTensor], at site: Site, in builder: ProgramBuilder, appliesNormalizations: Bool = false,
        keepsRows: Bool = false
    ) throws(EngineError) {
        let extents = builder.extents(of: site.node.output)
        // Blocks of channels, where one has them.
        let whole = inputs.filter { $0.layout.extents == extents }
        let leader = whole.first { !$0.layout.blocks.isEmpty } ?? whole.first
        if let leader { layout = leader.layout } else { layout = try builder.layout(like: inputs.map(\.layout), extents) }
        for input in inputs {
            let isPending = appliesNormalizations && input.layout == layout && input.normalization?.rectifies == false
            let settled = isPending ? input : builder.settled(input)
            self.inputs.append(settled)
            if let pending = settled.normalization {
                var plain = settled
                plain.normalization = nil
                normalizations.append(SummedNormalization(pending: pending, input: plain))
            }
            let own = settled.layout.extents
            if own == extents {
                values.append(try builder.reordered(settled, to: layout, layer: site.name, of: "activations"))
            } else if keepsRows, own.dropFirst(2).allSatisfy({ $0 == 1 }), own.prefix(2) == extents.prefix(2) {
                values.append(
                    try builder.reordered(settled, to: builder.layout(like: [layout], own), layer: site.name, of: "activations"))
            } else {
                values.append(try builder.repeated(settled, as: layout, layer: site.name))
            }
        }
    }

    /// One gradient for all inputs, as each of them lies; nil for those whose is not wanted.
    func gradients(
        of gradient: ProgramTensor, at site: Site, in builder: ProgramBuilder
    ) throws(EngineError) -> [ProgramTensor?] {
        var shared = gradient
        let takers = zip(inputs, site.propagatesTo).count { $1 && $0.layout == gradient.layout }
        shared.isShared = gradient.isShared || takers > 1
        return try gradients(site.propagatesTo.map { $0 ? shared : nil }, at: site, in: builder)
    }

    /// The gradients of the values as those of the inputs.
    func gradients(
        _ gradients: [ProgramTensor?], at site: Site, in builder: ProgramBuilder
    ) throws(EngineError) -> [ProgramTensor?] {
        var result: [ProgramTensor?] = []
        for (input, gradient) in zip(inputs, gradients) {
            guard let gradient else {
                result.append(nil)
                continue
            }
            let isWhole = gradient.layout.extents == input.layout.extents
            result.append(
                isWhole
                    ? try builder.reordered(gradient, to: input.layout, layer: site.name, of: "a gradient")
                    : try builder.summedUp(gradient, as: input.layout, layer: site.name))
        }
        return result
    }
}

extension ProgramBuilder {
    /// A shape's extents in oneDNN's axes.
    func extents(of shape: Shape) -> [Int] {
        let extents = shape.extents
        return extents.count == 3 ? [count, extents[2], extents[0], extents[1]] : [count] + extents
    }

    /// A layout for other extents: in blocks of channels, where one of the layouts has them.
    func layout(like layouts: [Layout], _ extents: [Int]) throws(EngineError) -> Layout {
        let block = layouts.lazy.compactMap(\.blocks.first?.extent).first
        guard let block else { return try .keras(extents) }
        return extents.count == 4 ? try .blocked(extents, block: block) : try .rows(extents[0], extents[1], block: block)
    }

    /// Appends a copy whose axes of extent 1 are as long as another's.
    fileprivate func repeated(_ value: ProgramTensor, as layout: Layout, layer: String) throws(EngineError) -> ProgramTensor {
        let result = tensor(layout)
        let places = try RepeatedPlaces(value.layout, in: layout, layer: layer)
        let parallel = parallel
        append(kernel: "repetition forward", layer: layer, from: value, to: result) { (addresses) throws(EngineError) in
            let (from, to) = (addresses.values(value), addresses.floats(result))
            return { (_) throws(EngineError) in
                to.update(repeating: 0)
                if let to = to.baseAddress { places.spread(from, to, parallel) }
            }
        }
        return result
    }

    /// Appends the inverse for gradients: sums over what was repeated.
    fileprivate func summedUp(_ gradient: ProgramTensor, as layout: Layout, layer: String) throws(EngineError) -> ProgramTensor {
        let result = tensor(layout)
        let places = try RepeatedPlaces(layout, in: gradient.layout, layer: layer)
        let parallel = parallel
        append(kernel: "repetition backward", layer: layer, from: gradient, to: result) { (addresses) throws(EngineError) in
            let (from, to) = (addresses.values(gradient), addresses.floats(result))
            return { (_) throws(EngineError) in
                to.update(repeating: 0)
                if let to = to.baseAddress { places.sum(from, to, parallel) }
            }
        }
        return result
    }

    /// Appends a layer that joins values place by place, with its backward half.
    func appendMeeting(_ meeting: Meeting, _ function: JoinKernel.Function, at site: Site) throws(EngineError) -> ProgramTensor {
        let output = tensor(meeting.layout)
        let values = meeting.values
        let grid = try ChannelGrid(meeting.layout, layer: site.name)
        var rows: [ChannelGrid] = []
        for value in values { rows.append(try ChannelGrid(value.layout, layer: site.name)) }
        let kernel = JoinKernel(function: function, grid: grid, inputs: rows, parallel: parallel)
        append(
            kernel: "\(function.rawValue) forward", layer: site.name, from: values[0], to: output, touching: values
        ) { (addresses) throws(EngineError) in
            let (from, to) = (values.map { addresses.values($0) }, addresses.values(output))
            return { (_) throws(EngineError) in kernel.forward(from, to) }
        }
        if site.isDifferentiated {
            onBackwardToAll(keepsGradient: true) { (gradient) throws(EngineError) in
                try self.appendBackward(kernel, meeting, gradient, at: site)
            }
        }
        return output
    }

    private func appendBackward(
        _ kernel: JoinKernel, _ meeting: Meeting, _ gradient: ProgramTensor, at site: Site
    ) throws(EngineError) -> [ProgramTensor?] {
        let values = meeting.values
        let results = zip(values, site.propagatesTo).map { $1 ? tensor($0.layout) : nil }
        append(
            kernel: "\(kernel.function.rawValue) backward", layer: site.name, from: gradient, to: results.compactMap { $0 }[0],
            touching: values + results.compactMap { $0 }
        ) { (addresses) throws(EngineError) in
            let (from, slopes) = (values.map { addresses.values($0) }, addresses.values(gradient))
            let to = results.map { $0.map { addresses.values($0) } }
            return { (_) throws(EngineError) in kernel.backward(from, slopes, to) }
        }
        return try meeting.gradients(results, at: site, in: self)
    }
}
