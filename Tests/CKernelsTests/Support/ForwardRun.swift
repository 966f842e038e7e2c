import CKernels

/// Which kernels a test is about.
enum KernelFamily: String, Sendable {
    /// By Winograd's algorithm.
    case winograd
    /// Of a first layer: samples are channels last, weights Keras's.
    case first
    /// Of 1x1: weights lie in panels.
    case pointwise
    /// A window a channel, weights Keras's.
    case depthwise
}

/// The functions of a family.
struct FamilyKernels {
    typealias Shape = UnsafePointer<assay_convolution>?
    let items: @convention(c) (Shape) -> Int32
    let scratch: @convention(c) (Shape) -> Int
    let forward: @convention(c) (UnsafePointer<assay_convolution_forward>?, Int32, UnsafeMutablePointer<Float>?) -> Void
    let backwardScratch: @convention(c) (Shape) -> Int
    let backward: @convention(c) (UnsafePointer<assay_convolution_backward>?, Int32, UnsafeMutablePointer<Float>?) -> Void

    init(_ family: KernelFamily, _ k: assay_kernels) {
        switch family {
        case .winograd:
            (items, scratch, forward) = (k.winograd_forward_items, k.winograd_forward_scratch, k.winograd_forward)
            (backwardScratch, backward) = (k.winograd_backward_scratch, k.winograd_backward)
        case .first:
            (items, scratch, forward) = (k.first_forward_items, k.first_forward_scratch, k.first_forward)
            (backwardScratch, backward) = (k.first_backward_scratch, k.first_backward)
        case .pointwise:
            (items, scratch, forward) = (k.pointwise_forward_items, k.pointwise_forward_scratch, k.pointwise_forward)
            (backwardScratch, backward) = (k.pointwise_backward_scratch, k.pointwise_backward)
        case .depthwise:
            (items, scratch, forward) = (k.depthwise_forward_items, k.depthwise_forward_scratch, k.depthwise_forward)
            (backwardScratch, backward) = (k.depthwise_backward_scratch, k.depthwise_backward)
        }
    }
}

/// A forward pass through kernels, in buffers whose surroundings are watched.
struct ForwardRun {
    /// The result, blocked.
    var y: [Float]
    /// Where the largest of each window was; empty without pooling.
    var indices: [UInt8]
    /// Sums about the pivot and of squares, over all items: `[2][channels]`; empty where not asked for.
    var sums: [Double]
    /// The same as the items left it.
    var partialSums: [Float]
    /// Buffers whose surroundings were written to, by name.
    var overrun: [String]

    /// Runs the kernels on a case.
    ///
    /// - Parameters:
    ///   - backwards: Whether the items run in the opposite order, on scratch with other contents.
    ///   - trains: Whether indices are asked for.
    init(
        _ family: KernelFamily, _ table: KernelTable, _ example: ConvolutionCase, _ data: ConvolutionData, tile: Int,
        backwards: Bool = false, trains: Bool = true
    ) {
        let kernels = table.kernels.pointee
        let fill: UInt8 = backwards ? 0x7F : 0xFF
        let input = Blocks.input(of: example, block: table.block)
        let result = Blocks.result(of: example, block: table.block)
        var shape = example.shape(tile: tile)
        let functions = FamilyKernels(family, kernels)
        let items = Int(functions.items(&shape))

        let isFirst = family == .first
        let x = GuardedBuffer(isFirst ? data.x : input.blocked(data.x), isAligned: !isFirst)
        let weights = table.weights(family, example, data, tile: tile, isBackward: false, backwards: backwards)
        let y = GuardedBuffer<Float>(count: result.count, fill: fill)
        let indices = GuardedBuffer<UInt8>(count: example.pools && trains ? result.indexCount : 0, fill: fill)
        let sums = GuardedBuffer<Float>(
            count: example.fusions.contains(.sums) ? items * 2 * result.paddedChannels : 0, fill: fill, isAligned: false)
        func vector(_ values: [Float]?, _ blocks: Blocks) -> GuardedBuffer<Float>? {
            values.map { GuardedBuffer(blocks.vector($0), isAligned: false) }
        }
        let (scale, shift) = (vector(data.scale, input), vector(data.shift, input))
        let (bias, pivot) = (vector(data.bias, result), vector(data.pivot, result))
        let (outScale, outShift) = (vector(data.outScale, result), vector(data.outShift, result))
        let scratch = GuardedBuffer<Float>(
            count: functions.scratch(&shape), fill: fill)

        var pass = assay_convolution_forward()
        pass.shape = shape
        pass.x = UnsafePointer(x.pointer)
        pass.scale = UnsafePointer(scale?.pointer)
        pass.shift = UnsafePointer(shift?.pointer)
        pass.weights = UnsafePointer(weights.pointer)
        pass.bias = UnsafePointer(bias?.pointer)
        pass.out_scale = UnsafePointer(outScale?.pointer)
        pass.out_shift = UnsafePointer(outShift?.pointer)
        pass.y = y.pointer
        pass.indices = indices.count > 0 ? indices.pointer : nil
        pass.sums = sums.count > 0 ? sums.pointer : nil
        pass.pivot = UnsafePointer(pivot?.pointer)
        for step in 0..<items {
            let item = Int32(backwards ? items - 1 - step : step)
            functions.forward(&pass, item, scratch.pointer)
        }

        self.y = y.values
        self.indices = indices.values
        partialSums = sums.values
        var total = [Double](repeating: 0, count: sums.count > 0 ? 2 * example.outChannels : 0)
        for index in total.indices {
            let place = index / example.outChannels * result.paddedChannels + index % example.outChannels
            for item in 0..<items { total[index] += Double(partialSums[item * 2 * result.paddedChannels + place]) }
        }
        self.sums = total
        overrun =
            [
                ("x", x), ("weights", weights), ("y", y), ("sums", sums), ("scratch", scratch), ("scale", scale),
                ("shift", shift),
                ("bias", bias), ("pivot", pivot), ("out_scale", outScale), ("out_shift", outShift),
            ].compactMap { ($1?.isIntact ?? true) ? nil : $0 } + (indices.isIntact ? [] : ["indices"])
    }
}

extension KernelTable {
    /// The weights of one direction as a family reads them.
    func weights(
        _ family: KernelFamily, _ example: ConvolutionCase, _ data: ConvolutionData, tile: Int, isBackward: Bool,
        backwards: Bool = false
    ) -> GuardedBuffer<Float> {
        switch family {
        case .winograd: return transformedWeights(example, data, tile: tile, isBackward: isBackward, backwards: backwards)
        case .first, .depthwise: return GuardedBuffer(data.weights, isAligned: false)
        case .pointwise:
            let panels = GuardedBuffer(panelLayout(example).panels(data.weights))
            guard isBackward else { return panels }
            let kernels = kernels.pointee
            var shape = example.shape(tile: 0)
            let turned = GuardedBuffer<Float>(count: kernels.pointwise_turned_count(&shape), fill: backwards ? 0x7F : 0xFF)
            let items = kernels.pointwise_turn_items(&shape)
            for step in 0..<items {
                kernels.pointwise_turn(&shape, panels.pointer, turned.pointer, backwards ? items - 1 - step : step)
            }
            return turned
        }
    }

    /// How the weights of a convolution of 1x1 lie.
    func panelLayout(_ example: ConvolutionCase) -> ProductLayout {
        ProductLayout(
            example: ProductCase(
                samples: example.samples, rows: example.outHeight * example.outWidth, from: example.inChannels,
                to: example.outChannels), block: block)
    }

    /// The weights of one direction as the kernels transform them, from whichever end the items run.
    func transformedWeights(
        _ example: ConvolutionCase, _ data: ConvolutionData, tile: Int, isBackward: Bool, backwards: Bool = false
    ) -> GuardedBuffer<Float> {
        let kernels = kernels.pointee
        var shape = example.shape(tile: tile)
        let weights = GuardedBuffer(data.weights, isAligned: false)
        let result = GuardedBuffer<Float>(
            count: kernels.winograd_weight_count(&shape, isBackward ? 1 : 0), fill: backwards ? 0x7F : 0xFF)
        let items = kernels.winograd_weight_items(&shape)
        for item in 0..<items {
            kernels.winograd_weights(
                &shape, weights.pointer, isBackward ? nil : result.pointer, isBackward ? result.pointer : nil,
                backwards ? items - 1 - item : item)
        }
        return result
    }
}
