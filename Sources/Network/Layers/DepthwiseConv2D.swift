/// Cross-correlation of each channel with kernels of its own, plus a bias, then an activation (`keras.layers.DepthwiseConv2D`).
///
/// Input (H, W, C); output (H', W', C m) by the rule of ``Conv2D``; kernel (kh, kw, C, m), where m is the depth multiplier. Output channel
/// c m + j is channel c under its kernel j.
public struct DepthwiseConv2D: ConvolutionLayer {
    /// The kind's name.
    public static let kind = "DepthwiseConv2D"

    /// Height and width of the kernels.
    public var kernelSize: [Int]
    /// Vertical and horizontal step.
    public var strides: [Int]
    /// What lies beyond the border.
    public var padding: Conv2D.Padding
    /// The number of kernels, and so of output channels, for each channel.
    public var depthMultiplier: Int
    /// Vertical and horizontal distance of a kernel's neighbouring values, in pixels; not with strides.
    public var dilationRate: [Int]
    /// Whether a bias is added.
    public var useBias: Bool
    /// What is applied to the sum.
    public var activation: ActivationFunction
    /// How the kernel begins; nil is `GlorotUniform`.
    public var depthwiseInitializer: OneOf<InitializerFamily>?
    /// How the bias begins; nil is `Zeros`.
    public var biasInitializer: OneOf<InitializerFamily>?
    /// What the size of the kernel adds to the loss.
    public var depthwiseRegularizer: OneOf<RegularizerFamily>?
    /// What the size of the bias adds to the loss.
    public var biasRegularizer: OneOf<RegularizerFamily>?

    /// Creates the layer; `kernelSize`, `strides` and `dilationRate` are two numbers each, vertical first.
    public init(
        kernelSize: [Int], strides: [Int] = [1, 1], padding: Conv2D.Padding = .valid, depthMultiplier: Int = 1,
        dilationRate: [Int] = [1, 1], useBias: Bool = true, activation: ActivationFunction = .linear
    ) {
        self.kernelSize = kernelSize
        self.strides = strides
        self.padding = padding
        self.depthMultiplier = depthMultiplier
        self.dilationRate = dilationRate
        self.useBias = useBias
        self.activation = activation
    }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try Limits.check(kernelSize: kernelSize, strides: strides, dilationRate: dilationRate, of: Self.kind)
        let (_, _, channels) = try input.image(for: Self.kind)
        let filters = try Limits.filters(depthMultiplier, channels: channels, of: Self.kind)
        return try Window.output(
            of: input, filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate,
            kind: Self.kind)
    }

    /// kernel (kh, kw, C, m), then bias (C m).
    public func parameters(for input: Shape) -> [Parameter] {
        let channels = input.extents.last ?? 0
        let kernel = Parameter.kernel(kernelSize, channels, depthMultiplier, depthwiseInitializer, depthwiseRegularizer)
        return useBias
            ? [kernel, .bias(Limits.product([channels, depthMultiplier]), biasInitializer, biasRegularizer)] : [kernel]
    }

    /// The kernel's, with each channel a group.
    public func convolutions(from input: Shape, to output: Shape) -> [(kernel: String, convolution: Convolution)] {
        let convolution = Convolution(
            from: input, to: output, kernelSize: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate,
            groups: input.extents[2])
        return [("kernel", convolution)]
    }
}
