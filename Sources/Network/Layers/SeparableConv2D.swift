/// A convolution of each channel by itself, then one of 1x1 over all of them, plus a bias, then an activation
/// (`keras.layers.SeparableConv2D`).
///
/// Input (H, W, C); output (H', W', filters) by the rule of ``Conv2D``; depthwise kernel (kh, kw, C, m), pointwise kernel
/// (1, 1, C m, filters), where m is the depth multiplier. Nothing is added or applied between the two.
public struct SeparableConv2D: ConvolutionLayer {
    /// The kind's name.
    public static let kind = "SeparableConv2D"

    /// The number of output channels.
    public var filters: Int
    /// Height and width of the depthwise kernels.
    public var kernelSize: [Int]
    /// Vertical and horizontal step of the depthwise convolution.
    public var strides: [Int]
    /// What lies beyond the border.
    public var padding: Conv2D.Padding
    /// Vertical and horizontal distance of a depthwise kernel's neighbouring values, in pixels; not with strides.
    public var dilationRate: [Int]
    /// The number of depthwise kernels for each channel.
    public var depthMultiplier: Int
    /// Whether a bias is added.
    public var useBias: Bool
    /// What is applied to the sum.
    public var activation: ActivationFunction
    /// How the first kernel begins; nil is `GlorotUniform`.
    public var depthwiseInitializer: OneOf<InitializerFamily>?
    /// How the second kernel begins; nil is `GlorotUniform`.
    public var pointwiseInitializer: OneOf<InitializerFamily>?
    /// How the bias begins; nil is `Zeros`.
    public var biasInitializer: OneOf<InitializerFamily>?
    /// What the size of the first kernel adds to the loss.
    public var depthwiseRegularizer: OneOf<RegularizerFamily>?
    /// What the size of the second kernel adds to the loss.
    public var pointwiseRegularizer: OneOf<RegularizerFamily>?
    /// What the size of the bias adds to the loss.
    public var biasRegularizer: OneOf<RegularizerFamily>?

    /// Creates the layer; `kernelSize`, `strides` and `dilationRate` are two numbers each, vertical first.
    public init(
        filters: Int, kernelSize: [Int], strides: [Int] = [1, 1], padding: Conv2D.Padding = .valid, dilationRate: [Int] = [1, 1],
        depthMultiplier: Int = 1, useBias: Bool = true, activation: ActivationFunction = .linear
    ) {
        self.filters = filters
        self.kernelSize = kernelSize
        self.strides = strides
        self.padding = padding
        self.dilationRate = dilationRate
        self.depthMultiplier = depthMultiplier
        self.useBias = useBias
        self.activation = activation
    }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try Limits.check(filters, "filters", of: Self.kind)
        var output = try depthwiseOutput(for: input)
        output.extents[2] = filters
        return output
    }

    /// The shape between the two convolutions: (H', W', C m).
    public func depthwiseOutput(for input: Shape) throws(ShapeError) -> Shape {
        try Limits.check(kernelSize: kernelSize, strides: strides, dilationRate: dilationRate, of: Self.kind)
        let (_, _, channels) = try input.image(for: Self.kind)
        let between = try Limits.filters(depthMultiplier, channels: channels, of: Self.kind)
        let output = try Window.output(
            of: input, filters: between, kernelSize: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate,
            kind: Self.kind)
        guard output.count <= Limits.values else {
            throw ShapeError(
                "\(Self.kind) has \(output) values a sample between its convolutions, more than the \(Limits.values) that can be "
                    + "addressed", help: ["use smaller images or a smaller depth_multiplier"])
        }
        return output
    }

    /// depthwise_kernel (kh, kw, C, m), pointwise_kernel (1, 1, C m, filters), then bias (filters).
    public func parameters(for input: Shape) -> [Parameter] {
        let channels = input.extents.last ?? 0
        let kernels = [
            Parameter.kernel(
                kernelSize, channels, depthMultiplier, name: "depthwise_kernel", depthwiseInitializer, depthwiseRegularizer),
            Parameter.kernel(
                [1, 1], Limits.product([channels, depthMultiplier]), filters, name: "pointwise_kernel", pointwiseInitializer,
                pointwiseRegularizer),
        ]
        return useBias ? kernels + [.bias(filters, biasInitializer, biasRegularizer)] : kernels
    }

    /// The depthwise kernel's, then the pointwise kernel's.
    public func convolutions(from input: Shape, to output: Shape) -> [(kernel: String, convolution: Convolution)] {
        let between = Shape(output.extents.dropLast() + [Limits.product([input.extents[2], depthMultiplier])])
        return [
            (
                "depthwise_kernel",
                Convolution(
                    from: input, to: between, kernelSize: kernelSize, strides: strides, padding: padding,
                    dilationRate: dilationRate, groups: input.extents[2])
            ),
            (
                "pointwise_kernel",
                Convolution(from: between, to: output, kernelSize: [1, 1], strides: [1, 1], padding: .valid)
            ),
        ]
    }
}
