/// Cross-correlation of an image with learned kernels, plus a bias, then an activation (`keras.layers.Conv2D`).
///
/// Input (H, W, C); output (H', W', filters); kernel (kh, kw, C, filters). `valid` gives H' = floor((H - kh) / stride) + 1, `same`
/// ceil(H / stride) with TensorFlow's padding: the odd pixel goes to the bottom and right.
public struct Conv2D: Layer {
    /// The kind's name.
    public static let kind = "Conv2D"

    /// What lies beyond the border.
    public enum Padding: String, Codable, Sendable, CaseIterable {
        /// Nothing: windows stay inside.
        case valid
        /// Zeros, so that stride 1 keeps the extents.
        case same
    }

    /// The number of output channels.
    public var filters: Int
    /// Height and width of the kernel.
    public var kernelSize: [Int]
    /// Vertical and horizontal step.
    public var strides: [Int]
    /// What lies beyond the border.
    public var padding: Padding
    /// Whether a bias is added.
    public var useBias: Bool
    /// What is applied to the sum.
    public var activation: ActivationFunction
    /// How the kernel begins; nil is `GlorotUniform`.
    public var kernelInitializer: OneOf<InitializerFamily>?
    /// How the bias begins; nil is `Zeros`.
    public var biasInitializer: OneOf<InitializerFamily>?
    /// What the kernel's size adds to the loss.
    public var kernelRegularizer: OneOf<RegularizerFamily>?
    /// What the bias's size adds to the loss.
    public var biasRegularizer: OneOf<RegularizerFamily>?

    /// Creates a convolution; `kernelSize` and `strides` are two numbers each, vertical first.
    public init(
        filters: Int, kernelSize: [Int], strides: [Int] = [1, 1], padding: Padding = .valid, useBias: Bool = true,
        activation: ActivationFunction = .linear
    ) {
        self.filters = filters
        self.kernelSize = kernelSize
        self.strides = strides
        self.padding = padding
        self.useBias = useBias
        self.activation = activation
    }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try Limits.check(filters, "filters", of: Self.kind)
        try Limits.check(pair: kernelSize, "kernel_size", of: Self.kind)
        try Limits.check(pair: strides, "strides", of: Self.kind)
        let (height, width, _) = try input.image(for: Self.kind)
        return Shape([
            try Window.output(height, window: kernelSize[0], stride: strides[0], padding: padding, of: Self.kind, axis: "height"),
            try Window.output(width, window: kernelSize[1], stride: strides[1], padding: padding, of: Self.kind, axis: "width"),
            filters,
        ])
    }

    /// kernel (kh, kw, C, filters), then bias (filters).
    public func parameters(for input: Shape) -> [Parameter] {
        let channels = input.extents.last ?? 0
        let kernel = Parameter(
            "kernel", kernelSize + [channels, filters], usual: GlorotUniform(), kernelInitializer, kernelRegularizer)
        let bias = Parameter("bias", [filters], usual: Zeros(), biasInitializer, biasRegularizer)
        return useBias ? [kernel, bias] : [kernel]
    }

    /// Two for each product of a kernel value with a pixel.
    public func flops(for input: Shape) -> Int {
        guard let output = try? outputShape(for: input) else { return 0 }
        return Limits.product([2, output.count, input.extents.last ?? 0] + kernelSize)
    }
}
