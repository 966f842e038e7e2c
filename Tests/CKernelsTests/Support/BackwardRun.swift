import CKernels

/// What the backward pass takes over from the forward one: the result, rounded, and where the largest of windows were.
struct ForwardState: Sendable {
    var values: [Float]
    var choices: [Int]

    init(_ forward: ConvolutionReference.Forward) {
        values = forward.values.map { Float($0) }
        choices = forward.choices
    }
}

/// A backward pass through kernels, in buffers whose surroundings are watched.
struct BackwardRun {
    /// What can be asked for.
    enum Wants { case input, weights, all }

    /// The gradient by the input, blocked; empty for a first layer.
    var dx: [Float]
    /// The gradient of the weights, in Keras's layout.
    var weights: [Float]
    /// The gradient of the bias, over all groups; empty where there is none.
    var bias: [Double]
    /// For each sample sums of dx and of dx * (x - mean): `[sample][2][channels]`; empty where not asked for.
    var sums: [Float]
    /// What the groups left, as it lies in memory.
    var partials: [Float]
    /// Buffers whose surroundings were written to, by name.
    var overrun: [String]

    /// Runs the kernels on a case.
    ///
    /// - Parameters:
    ///   - backwards: Whether items run in the opposite order, on scratch with other contents.
    ///   - wants: What is asked for; the rest is null and comes back empty.
    init(
        _ family: KernelFamily, _ table: KernelTable, _ example: ConvolutionCase, _ data: ConvolutionData, _ state: ForwardState,
        tile: Int, backwards: Bool = false, wants: Wants = .all
    ) {
        let kernels = table.kernels.pointee
        let functions = FamilyKernels(family, kernels)
        let isFirst = family == .first
        let fill: UInt8 = backwards ? 0x7F : 0xFF
        let input = Blocks.input(of: example, block: table.block)
        let result = Blocks.result(of: example, block: table.block)
        var shape = example.shape(tile: tile)
        let groups = example.groups
        let weightCount = example.weightCount
        let partialCount =
            switch family {
            case .winograd: Int(kernels.winograd_partial_count(&shape))
            case .pointwise: Int(kernels.pointwise_partial_count(&shape))
            case .first, .depthwise: example.weightsOfAnOutput * result.paddedChannels
            }

        let x = GuardedBuffer(isFirst ? data.x : input.blocked(data.x), isAligned: !isFirst)
        let y = GuardedBuffer(result.blocked(state.values))
        let indices = example.pools ? GuardedBuffer(result.indices(state.choices)) : nil
        let gradient = GuardedBuffer(result.blocked(data.gradient))
        let hasInput = !isFirst && wants != .weights
        let hasWeights = wants != .input
        let weights =
            hasInput
            ? table.weights(family, example, data, tile: tile, isBackward: true, backwards: backwards) : nil
        let dx = hasInput ? GuardedBuffer<Float>(count: input.count, fill: fill) : nil
        let partials = GuardedBuffer<Float>(count: groups * partialCount, fill: fill)
        let hasBias = hasWeights && data.bias != nil
        let bias = hasBias ? GuardedBuffer<Float>(count: groups * result.paddedChannels, fill: fill, isAligned: false) : nil
        let sums =
            hasInput && example.fusions.contains(.sums)
            ? GuardedBuffer<Float>(count: example.samples * 2 * input.paddedChannels, fill: fill, isAligned: false) : nil
        func vector(_ values: [Float]?, _ blocks: Blocks) -> GuardedBuffer<Float>? {
            values.map { GuardedBuffer(blocks.vector($0), isAligned: false) }
        }
        let (scale, shift, mean) = (vector(data.scale, input), vector(data.shift, input), vector(data.mean, input))
        let byGradient = vector(data.byGradient, result)
        let (byValue, byOne) = (vector(data.byValue, result), vector(data.byOne, result))
        let scratch = GuardedBuffer<Float>(
            count: functions.backwardScratch(&shape), fill: fill)

        var pass = assay_convolution_backward()
        pass.shape = shape
        pass.x = UnsafePointer(x.pointer)
        pass.scale = UnsafePointer(scale?.pointer)
        pass.shift = UnsafePointer(shift?.pointer)
        pass.y = UnsafePointer(y.pointer)
        pass.indices = UnsafePointer(indices?.pointer)
        pass.gradient = UnsafePointer(gradient.pointer)
        pass.by_gradient = UnsafePointer(byGradient?.pointer)
        pass.by_value = UnsafePointer(byValue?.pointer)
        pass.by_one = UnsafePointer(byOne?.pointer)
        pass.weights = UnsafePointer(weights?.pointer)
        pass.dx = dx?.pointer
        pass.sums = sums?.pointer
        pass.mean = UnsafePointer(mean?.pointer)
        pass.groups = Int32(groups)
        pass.partials = hasWeights ? partials.pointer : nil
        pass.bias_partials = bias?.pointer
        for step in 0..<groups {
            let item = Int32(backwards ? groups - 1 - step : step)
            functions.backward(&pass, item, scratch.pointer)
        }

        let weightGradient = GuardedBuffer<Float>(count: weightCount, fill: fill, isAligned: false)
        if !hasWeights {
            weightGradient.pointer.update(repeating: 0, count: weightCount)
        } else if family == .pointwise {
            let sums = GuardedBuffer<Float>(count: partialCount, fill: fill)
            let items = kernels.pointwise_gradient_items(&shape)
            for step in 0..<items {
                kernels.pointwise_gradient(
                    &shape, partials.pointer, Int32(groups), sums.pointer, backwards ? items - 1 - step : step)
            }
            // Nothing where there are no weights.
            let plain = table.panelLayout(example).weights(sums.values) ?? [Float](repeating: .nan, count: weightCount)
            for (index, value) in plain.enumerated() { weightGradient.pointer[index] = value }
        } else if family == .winograd {
            let items = kernels.winograd_gradient_items(&shape)
            for step in 0..<items {
                kernels.winograd_gradient(
                    &shape, partials.pointer, Int32(groups), weightGradient.pointer, backwards ? items - 1 - step : step)
            }
        } else {
            for index in 0..<weightCount {
                let place = index / example.outChannels * result.paddedChannels + index % example.outChannels
                weightGradient.pointer[index] = (0..<groups).reduce(0) { $0 + partials.pointer[$1 * partialCount + place] }
            }
        }

        self.dx = dx?.values ?? []
        self.weights = hasWeights ? weightGradient.values : []
        self.bias = (0..<(hasBias ? example.outChannels : 0)).map { channel in
            (0..<groups).reduce(0.0) { $0 + Double(bias?.pointer[$1 * result.paddedChannels + channel] ?? .nan) }
        }
        self.sums = sums?.values ?? []
        self.partials = partials.values + (bias?.values ?? [])
        overrun =
            [
                ("x", x), ("y", y), ("gradient", gradient), ("weights", weights), ("dx", dx), ("partials", partials),
                ("bias", bias),
                ("sums", sums), ("scale", scale), ("shift", shift), ("mean", mean), ("by_gradient", byGradient),
                ("by_value", byValue), ("by_one", byOne), ("scratch", scratch), ("weight gradient", weightGradient),
            ].compactMap { ($1?.isIntact ?? true) ? nil : $0 } + (indices?.isIntact ?? true ? [] : ["indices"])
    }
}
