import CKernels

/// A convolution by our own kernels.
final class Fast {
    /// Its name, and the tile's.
    let kernel: String
    private let body: (Team) -> Void

    /// Kernels of every tile that can do a pass; the first layer has one of its own. Empty where there are none yet.
    static func candidates(
        _ kernels: UnsafePointer<assay_kernels>, _ shape: ConvolutionShape, _ pass: Pass, threads: Int
    ) -> [Fast] {
        if shape.inputs <= 4 {
            return [Fast(first: kernels, shape, pass, threads: threads)].compactMap { $0 }
        }
        return [2, 4, 6].compactMap { Fast(winograd: kernels, shape, pass, tile: $0, threads: threads) }
    }

    /// Does it once.
    func run(_ team: Team) { body(team) }

    private static func description(_ shape: ConvolutionShape, _ pass: Pass, tile: Int32) -> assay_convolution {
        assay_convolution(
            samples: Int32(shape.samples), in_channels: Int32(shape.inputs), out_channels: Int32(shape.outputs),
            in_height: Int32(shape.size), in_width: Int32(shape.size), out_height: Int32(shape.outputSize),
            out_width: Int32(shape.outputSize), pad_top: Int32(shape.padding), pad_left: Int32(shape.padding), tile: tile,
            rectifies: pass == .forward || pass == .pooled ? 1 : 0, pools: pass == .pooled ? 1 : 0, limits: 0,
            kernel_height: 3, kernel_width: 3, stride_height: 1, stride_width: 1)
    }

    private init?(
        winograd kernels: UnsafePointer<assay_kernels>, _ shape: ConvolutionShape, _ pass: Pass, tile: Int32, threads: Int
    ) {
        let table = kernels.pointee
        var convolution = Self.description(shape, pass, tile: tile)
        let buffers = Buffers(shape, pass, block: Int(table.block), inputBlock: Int(table.block))
        kernel = "F(\(tile)x\(tile))"
        guard let count = table.winograd_weight_count, let items = table.winograd_weight_items,
            let transform = table.winograd_weights
        else { return nil }
        let isForward = pass == .forward || pass == .pooled
        let transformed = Floats(count(&convolution, isForward ? 0 : 1))
        for item in 0..<items(&convolution) {
            transform(
                &convolution, buffers.weights.base, isForward ? transformed.base : nil, isForward ? nil : transformed.base, item)
        }
        if isForward {
            guard let items = table.winograd_forward_items, let size = table.winograd_forward_scratch,
                let run = table.winograd_forward
            else { return nil }
            let (count, each) = (Int(items(&convolution)), size(&convolution).lines)
            let scratch = Floats(each * threads)
            body = { team in
                buffers.withForward(convolution, transformed) { pass in
                    team.run(count, scratch: scratch, each: each) { run(pass, Int32($0), $1) }
                }
            }
            return
        }
        guard let size = table.winograd_backward_scratch, let run = table.winograd_backward,
            let partialCount = table.winograd_partial_count, let gradientItems = table.winograd_gradient_items,
            let gradient = table.winograd_gradient
        else { return nil }
        let groups = pass == .data ? shape.samples : min(4, shape.samples)
        let (each, partial) = (size(&convolution).lines, partialCount(&convolution))
        let partials = Floats(pass == .data ? 0 : partial * groups)
        let last = pass == .data ? 0 : Int(gradientItems(&convolution))
        let scratch = Floats(each * threads)
        body = { team in
            buffers.withBackward(convolution, transformed, partials, groups: groups, pass) { pass in
                team.run(groups, scratch: scratch, each: each) { run(pass, Int32($0), $1) }
                team.run(last, scratch: scratch, each: each) { item, _ in
                    gradient(&convolution, partials.base, Int32(groups), buffers.weightGradient.base, Int32(item))
                }
            }
        }
    }

    private init?(first kernels: UnsafePointer<assay_kernels>, _ shape: ConvolutionShape, _ pass: Pass, threads: Int) {
        let table = kernels.pointee
        var convolution = Self.description(shape, pass, tile: 0)
        let buffers = Buffers(shape, pass, block: Int(table.block), inputBlock: shape.inputs)
        kernel = "first layer"
        switch pass {
        case .forward, .pooled:
            guard let items = table.first_forward_items, let size = table.first_forward_scratch, let run = table.first_forward
            else { return nil }
            let (count, each) = (Int(items(&convolution)), size(&convolution).lines)
            let scratch = Floats(each * threads)
            body = { team in
                buffers.withForward(convolution, buffers.weights) { pass in
                    team.run(count, scratch: scratch, each: each) { run(pass, Int32($0), $1) }
                }
            }
        case .weights:
            guard let size = table.first_backward_scratch, let run = table.first_backward else { return nil }
            let groups = min(4, shape.samples)
            let each = size(&convolution).lines
            let scratch = Floats(each * threads)
            let partials = Floats(groups * 9 * shape.inputs * buffers.outputs)
            body = { team in
                buffers.withBackward(convolution, buffers.weights, partials, groups: groups, pass) { pass in
                    team.run(groups, scratch: scratch, each: each) { run(pass, Int32($0), $1) }
                }
            }
        case .data, .backward: return nil
        }
    }
}

extension Int {
    /// At least as many values, in whole lines of 64 bytes, and one more: no two threads write to one.
    fileprivate var lines: Int { (self + 31) / 16 * 16 }
}

/// Everything that a pass reads and writes.
private final class Buffers {
    /// Output channels, padded to blocks.
    let outputs: Int
    let weights: Floats
    let weightGradient: Floats
    private let source: Floats
    private let destination: Floats
    private let gradient: Floats
    private let sourceGradient: Floats
    private let bias: Floats
    private let biasPartials: Floats
    private let indices: UnsafeMutableBufferPointer<UInt8>

    init(_ shape: ConvolutionShape, _ pass: Pass, block: Int, inputBlock: Int) {
        let inputs = (shape.inputs + inputBlock - 1) / inputBlock * inputBlock
        outputs = (shape.outputs + block - 1) / block * block
        let isForward = pass == .forward || pass == .pooled
        let side = pass == .pooled ? shape.outputSize / 2 : shape.outputSize
        let (before, after) = (shape.samples * shape.size * shape.size, shape.samples * side * side)
        source = Floats(before * inputs, random: true)
        destination = Floats(isForward ? after * outputs : 0)
        gradient = Floats(isForward ? 0 : after * outputs, random: true)
        sourceGradient = Floats(isForward ? 0 : before * inputs)
        weights = Floats(9 * shape.inputs * shape.outputs, random: true)
        weightGradient = Floats(9 * shape.inputs * shape.outputs)
        bias = Floats(outputs)
        biasPartials = Floats(shape.samples * outputs)
        indices = UnsafeMutableBufferPointer.allocate(capacity: pass == .pooled ? after * outputs / 4 : 0)
        // Channels beyond the last are zero, as kernels may expect.
        for (values, channels, block) in [(source, shape.inputs, inputBlock), (gradient, shape.outputs, block)] {
            guard channels % block != 0 else { continue }
            let pixels = values === source ? shape.size * shape.size : side * side
            let blocks = (channels + block - 1) / block
            for index in values.values.indices where index / (block * pixels) % blocks * block + index % block >= channels {
                values.values[index] = 0
            }
        }
    }

    deinit { indices.deallocate() }

    func withForward(_ shape: assay_convolution, _ weights: Floats, _ body: (UnsafePointer<assay_convolution_forward>) -> Void) {
        var pass = assay_convolution_forward()
        pass.shape = shape
        pass.x = UnsafePointer(source.base)
        pass.weights = UnsafePointer(weights.base)
        pass.bias = UnsafePointer(bias.base)
        pass.y = destination.base
        pass.indices = indices.isEmpty ? nil : indices.baseAddress
        body(&pass)
    }

    func withBackward(
        _ shape: assay_convolution, _ weights: Floats, _ partials: Floats, groups: Int, _ kind: Pass,
        _ body: (UnsafePointer<assay_convolution_backward>) -> Void
    ) {
        var pass = assay_convolution_backward()
        pass.shape = shape
        pass.x = UnsafePointer(source.base)
        pass.gradient = UnsafePointer(gradient.base)
        pass.groups = Int32(groups)
        if kind != .weights {
            pass.weights = UnsafePointer(weights.base)
            pass.dx = sourceGradient.base
        }
        if kind != .data {
            pass.partials = partials.base
            pass.bias_partials = biasPartials.base
        }
        body(&pass)
    }
}
