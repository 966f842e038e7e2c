import CKernels
import Engine
import Network

/// The functions of a table, each known to be there.
struct FastKernels {
    typealias Shape = UnsafePointer<assay_convolution>?

    /// The most channels of samples that the first layer's kernel reads.
    static let firstChannels = 4
    /// The most groups of samples over which gradients of weights are summed, each by one thread.
    private static let groupLimit = 4

    /// A convolution with what is fused to it, forward and backward.
    struct Convolution {
        let forwardItems: @convention(c) (Shape) -> Int32
        let forwardScratch: @convention(c) (Shape) -> Int
        let forward: @convention(c) (UnsafePointer<assay_convolution_forward>?, Int32, UnsafeMutablePointer<Float>?) -> Void
        let backwardScratch: @convention(c) (Shape) -> Int
        let backward: @convention(c) (UnsafePointer<assay_convolution_backward>?, Int32, UnsafeMutablePointer<Float>?) -> Void
    }

    /// What Winograd's convolutions need besides: weights and their gradients in the products' space.
    struct Transforms {
        let count: @convention(c) (Shape, Int32) -> Int
        let items: @convention(c) (Shape) -> Int32
        let transform:
            @convention(c) (
                Shape, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?, Int32
            ) -> Void
        let partialCount: @convention(c) (Shape) -> Int
        let gradientItems: @convention(c) (Shape) -> Int32
        let gradient: @convention(c) (Shape, UnsafePointer<Float>?, Int32, UnsafeMutablePointer<Float>?, Int32) -> Void
    }

    /// The instruction set.
    let name: String
    /// Channels in a block of activations.
    let block: Int
    let first: Convolution
    let winograd: Convolution
    let transforms: Transforms

    /// - Throws: ``EngineError/library(_:)`` where a function is missing.
    init(_ table: KernelTable) throws(EngineError) {
        let kernels = table.kernels.pointee
        guard let first = Convolution(first: kernels), let winograd = Convolution(winograd: kernels),
            let transforms = Transforms(kernels)
        else { throw .library("the kernels for \(table.name) are not complete") }
        name = table.name
        block = table.block
        self.first = first
        self.winograd = winograd
        self.transforms = transforms
    }

    /// The Winograd tile for a shape.
    func tile(_ shape: assay_convolution) -> Int {
        let side = min(shape.out_height, shape.out_width)
        return side >= 34 ? 6 : side > 2 ? 4 : 2
    }

    /// The number of groups of samples, each one thread's work in the backward pass; by the shape alone.
    func groups(_ shape: assay_convolution) -> Int { min(Int(shape.samples), Self.groupLimit) }

    /// Activations as the kernels have them.
    func layout(_ extents: [Int]) throws(EngineError) -> Layout { try .blocked(extents, block: block) }

    /// Channels with those that fill the last block.
    func padded(_ channels: Int) -> Int { (channels + block - 1) / block * block }
}

extension FastKernels.Convolution {
    fileprivate init?(first kernels: assay_kernels) {
        guard let items = kernels.first_forward_items, let scratch = kernels.first_forward_scratch,
            let forward = kernels.first_forward, let backwardScratch = kernels.first_backward_scratch,
            let backward = kernels.first_backward
        else { return nil }
        self.init(
            forwardItems: items, forwardScratch: scratch, forward: forward, backwardScratch: backwardScratch, backward: backward)
    }

    fileprivate init?(winograd kernels: assay_kernels) {
        guard let items = kernels.winograd_forward_items, let scratch = kernels.winograd_forward_scratch,
            let forward = kernels.winograd_forward, let backwardScratch = kernels.winograd_backward_scratch,
            let backward = kernels.winograd_backward
        else { return nil }
        self.init(
            forwardItems: items, forwardScratch: scratch, forward: forward, backwardScratch: backwardScratch, backward: backward)
    }
}

extension FastKernels.Transforms {
    fileprivate init?(_ kernels: assay_kernels) {
        guard let count = kernels.winograd_weight_count, let items = kernels.winograd_weight_items,
            let transform = kernels.winograd_weights, let partialCount = kernels.winograd_partial_count,
            let gradientItems = kernels.winograd_gradient_items, let gradient = kernels.winograd_gradient
        else { return nil }
        self.init(
            count: count, items: items, transform: transform, partialCount: partialCount, gradientItems: gradientItems,
            gradient: gradient)
    }
}

extension assay_convolution {
    /// The shape of a layer of 3x3 windows and unit stride, without what is fused to it.
    init(_ layer: Conv2D, _ site: Site, count: Int) {
        self.init()
        let (input, output) = (site.node.input.extents, site.node.output.extents)
        func padding(_ axis: Int) -> Int32 {
            let window = layer.kernelSize[axis]
            return Int32(Window.padding(input[axis], window: window, stride: 1, padding: layer.padding).before)
        }
        samples = Int32(clamping: count)
        (in_height, in_width, in_channels) = (Int32(input[0]), Int32(input[1]), Int32(input[2]))
        (out_height, out_width, out_channels) = (Int32(output[0]), Int32(output[1]), Int32(output[2]))
        (pad_top, pad_left) = (padding(0), padding(1))
    }
}
