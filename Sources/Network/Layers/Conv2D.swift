/// Cross-correlation of an image with learned kernels, plus a bias, then an activation (`keras.layers.Conv2D`).
///
/// Input (H, W, C); output (H', W', filters); kernel (kh, kw, C / groups, filters). `valid` gives H' = floor((H - w) / stride) + 1 with
/// w = (kh - 1) dilation + 1, `same` ceil(H / stride) with TensorFlow's padding: the odd pixel goes to the bottom and right.
public struct Conv2D: ConvolutionLayer {
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
    /// Vertical and horizontal distance of a kernel's neighbouring values, in pixels; not with strides.
    @LaterArgument<UnitPair> public var dilationRate: [Int]
    /// How many parts channels and filters are divided into: each filter reads the channels of its part alone.
    @LaterArgument<One> public var groups: Int
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

    /// Creates a convolution; `kernelSize`, `strides` and `dilationRate` are two numbers each, vertical first.
    public init(
        filters: Int, kernelSize: [Int], strides: [Int] = [1, 1], padding: Padding = .valid, dilationRate: [Int] = [1, 1],
        groups: Int = 1, useBias: Bool = true, activation: ActivationFunction = .linear
    ) {
        self.filters = filters
        self.kernelSize = kernelSize
        self.strides = strides
        self.padding = padding
        self.useBias = useBias
        self.activation = activation
        self.dilationRate = dilationRate
        self.groups = groups
    }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try Limits.check(filters, "filters", of: Self.kind)
        try Limits.check(kernelSize: kernelSize, strides: strides, dilationRate: dilationRate, of: Self.kind)
        let (_, _, channels) = try input.image(for: Self.kind)
        try Limits.check(groups: groups, channels: channels, filters: filters, of: Self.kind)
        return try Window.output(
            of: input, filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate,
            kind: Self.kind)
    }

    /// kernel (kh, kw, C / groups, filters), then bias (filters).
    public func parameters(for input: Shape) -> [Parameter] {
        let kernel = Parameter.kernel(
            kernelSize, (input.extents.last ?? 0) / max(groups, 1), filters, kernelInitializer, kernelRegularizer)
        return useBias ? [kernel, .bias(filters, biasInitializer, biasRegularizer)] : [kernel]
    }

    /// The kernel's.
    public func convolutions(from input: Shape, to output: Shape) -> [(kernel: String, convolution: Convolution)] {
        let convolution = Convolution(
            from: input, to: output, kernelSize: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate,
            groups: groups)
        return [("kernel", convolution)]
    }
}

/// One for height and for width.
public enum UnitPair: ArgumentDefault {
    /// 1, 1.
    public static var value: [Int] { [1, 1] }
}

/// One.
public enum One: ArgumentDefault {
    /// 1.
    public static var value: Int { 1 }
}
