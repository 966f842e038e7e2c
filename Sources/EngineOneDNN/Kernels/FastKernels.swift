import CKernels
import Engine
import Network

/// The functions of a table, each known to be there.
struct FastKernels {
    typealias Shape = UnsafePointer<assay_convolution>?

    /// The longest side of a window, and the longest stride, that kernels of any window are made for.
    static let longestSide = 16
    /// The most channels of samples that the first layer's kernel reads.
    static let firstChannels = 4
    /// The most groups of samples over which the first layer's gradients are summed, each by one thread.
    private static let groupLimit = 8

    /// A convolution with what is fused to it, forward and backward.
    struct Convolution {
        typealias Items = @convention(c) (Shape) -> Int32
        typealias Scratch = @convention(c) (Shape) -> Int
        typealias Forward =
            @convention(c) (UnsafePointer<assay_convolution_forward>?, Int32, UnsafeMutablePointer<Float>?) -> Void
        typealias Backward =
            @convention(c) (UnsafePointer<assay_convolution_backward>?, Int32, UnsafeMutablePointer<Float>?) -> Void

        let forwardItems: Items
        let forwardScratch: Scratch
        let forward: Forward
        let backwardScratch: Scratch
        let backward: Backward
    }

    /// What Winograd's convolutions need besides: weights and their gradients in the products' space.
    struct Transforms {
        let groups: @convention(c) (Shape) -> Int32
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

    /// What convolutions of 1x1 need besides.
    struct Turning {
        let groups: @convention(c) (Shape) -> Int32
        let count: @convention(c) (Shape) -> Int
        let items: @convention(c) (Shape) -> Int32
        let turn: @convention(c) (Shape, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int32) -> Void
        let partialCount: @convention(c) (Shape) -> Int
        let gradientItems: @convention(c) (Shape) -> Int32
        let gradient: @convention(c) (Shape, UnsafePointer<Float>?, Int32, UnsafeMutablePointer<Float>?, Int32) -> Void
    }

    /// Products of matrices: Dense layers and convolutions of one pixel. Second steps have no items where the first does it all.
    struct Product {
        typealias Shape = UnsafePointer<assay_product>?
        typealias Forward = UnsafePointer<assay_product_forward>?
        typealias Backward = UnsafePointer<assay_product_backward>?
        typealias Scratch = UnsafeMutablePointer<Float>?

        let weightCount: @convention(c) (Shape) -> Int
        let forwardItems: @convention(c) (Shape) -> Int32
        let forwardPartials: @convention(c) (Shape) -> Int
        let forward: @convention(c) (Forward, Int32) -> Void
        let forwardSumItems: @convention(c) (Shape) -> Int32
        let forwardSum: @convention(c) (Forward, Int32) -> Void
        let inputItems: @convention(c) (Shape) -> Int32
        let inputScratch: @convention(c) (Shape) -> Int
        let input: @convention(c) (Backward, Int32, Scratch) -> Void
        let gradientItems: @convention(c) (Shape) -> Int32
        let gradientScratch: @convention(c) (Shape) -> Int
        let gradientPartials: @convention(c) (Shape) -> Int
        let gradient: @convention(c) (Backward, Int32, Scratch) -> Void
        let gradientSumItems: @convention(c) (Shape) -> Int32
        let gradientSum: @convention(c) (Backward, Int32) -> Void
    }

    /// Where the functions are from.
    let table: KernelTable
    /// The instruction set.
    let name: String
    /// Channels in a block of activations.
    let block: Int
    let first: Convolution
    let winograd: Convolution
    let transforms: Transforms
    let pointwise: Convolution
    let turning: Turning
    let depthwise: Convolution
    let product: Product

    /// - Throws: ``EngineError/library(_:)`` where a function is missing.
    init(_ table: KernelTable) throws(EngineError) {
        let kernels = table.kernels.pointee
        guard let first = Convolution(first: kernels), let winograd = Convolution(winograd: kernels),
            let transforms = Transforms(kernels), let pointwise = Convolution(pointwise: kernels), let turning = Turning(kernels),
            let depthwise = Convolution(depthwise: kernels), let product = Product(kernels)
        else { throw .library("the kernels for \(table.name) are not complete") }
        self.table = table
        name = table.name
        block = table.block
        self.first = first
        self.winograd = winograd
        self.transforms = transforms
        self.pointwise = pointwise
        self.turning = turning
        self.depthwise = depthwise
        self.product = product
    }

    /// Nanoseconds of one thread for a multiplication and addition in a product, about.
    var productTime: Double {
        switch name {
        case "avx512": 0.02
        case "avx2": 0.04
        default: 0.12
        }
    }

    /// Whether oneDNN has direct convolutions in our layouts beside this table's.
    var isDirectFast: Bool { name == "avx512" || name == "avx2" }

    /// The number of groups of samples, each one item of the backward pass; by the shape alone.
    ///
    /// - Parameter isTrained: Whether gradients of weights are wanted, of which each group has a sum.
    func groups(_ shape: assay_convolution, _ kernel: Stage.Kernel, isTrained: Bool) -> Int {
        let samples = Int(shape.samples)
        return switch kernel {
        case .pointwise: withUnsafePointer(to: shape) { Int(turning.groups($0)) }
        case .winograd where isTrained: withUnsafePointer(to: shape) { Int(transforms.groups($0)) }
        case .first where isTrained: min(samples, Self.groupLimit)
        default: samples
        }
    }

    /// Activations as the kernels have them.
    func layout(_ extents: [Int]) throws(EngineError) -> Layout { try .blocked(extents, block: block) }

    /// Channels with those that fill the last block.
    func padded(_ channels: Int) -> Int { (channels + block - 1) / block * block }
}
