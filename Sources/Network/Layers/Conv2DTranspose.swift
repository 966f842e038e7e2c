/// The transpose of a convolution: what ``Conv2D``'s backward pass does to a gradient, done to an image, plus a bias, then an activation
/// (`keras.layers.Conv2DTranspose`).
///
/// Input (H, W, C); output (H', W', filters); kernel (kh, kw, filters, C). With w = (kh - 1) dilation + 1, `same` gives H' = H stride, and
/// `valid` (H - 1) stride + max(w, stride); with an output padding p they give (H - 1) stride + w mod 2 + p and (H - 1) stride + w + p.
/// A convolution of the output with these arguments, and no output padding, has the input's shape.
public struct Conv2DTranspose: ConvolutionLayer {
    /// The kind's name.
    public static let kind = "Conv2DTranspose"

    /// The number of output channels.
    public var filters: Int
    /// Height and width of the kernel.
    public var kernelSize: [Int]
    /// How far input pixels lie apart in the output.
    public var strides: [Int]
    /// What the convolution that this transposes has beyond its border.
    public var padding: Conv2D.Padding
    /// Rows and columns added at the bottom and the right; nil as the padding has it.
    public var outputPadding: [Int]?
    /// Vertical and horizontal distance of a kernel's neighbouring values, in pixels; not with strides.
    public var dilationRate: [Int]
    /// Whether a bias is added.
    public var useBias: Bool
    /// What is applied to the sum.
    public var activation: ActivationFunction
    /// How the kernel begins; nil is `GlorotUniform`.
    public var kernelInitializer: OneOf<InitializerFamily>?
    /// How the bias begins; nil is `Zeros`.
    public var biasInitializer: OneOf<InitializerFamily>?
    /// What the size of the kernel adds to the loss.
    public var kernelRegularizer: OneOf<RegularizerFamily>?
    /// What the size of the bias adds to the loss.
    public var biasRegularizer: OneOf<RegularizerFamily>?

    /// Creates the layer; the lists are two numbers each, vertical first.
    public init(
        filters: Int, kernelSize: [Int], strides: [Int] = [1, 1], padding: Conv2D.Padding = .valid, outputPadding: [Int]? = nil,
        dilationRate: [Int] = [1, 1], useBias: Bool = true, activation: ActivationFunction = .linear
    ) {
        self.filters = filters
        self.kernelSize = kernelSize
        self.strides = strides
        self.padding = padding
        self.outputPadding = outputPadding
        self.dilationRate = dilationRate
        self.useBias = useBias
        self.activation = activation
    }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try Limits.check(filters, "filters", of: Self.kind)
        try Limits.check(kernelSize: kernelSize, strides: strides, dilationRate: dilationRate, of: Self.kind)
        if let outputPadding {
            guard outputPadding.count == 2, zip(outputPadding, strides).allSatisfy({ $0 >= 0 && $0 < $1 }) else {
                throw ShapeError(
                    "\(Self.kind) has output_padding \(Shape(outputPadding)) and strides \(Shape(strides))",
                    help: ["output_padding is from 0 to below strides"])
            }
        }
        _ = try input.image(for: Self.kind)
        var extents: [Int] = []
        for axis in 0..<2 { extents.append(try output(input.extents[axis], axis)) }
        return Shape(extents + [filters])
    }

    private func output(_ extent: Int, _ axis: Int) throws(ShapeError) -> Int {
        let (stride, window) = (strides[axis], Window.dilated(kernelSize[axis], by: dilationRate[axis]))
        let added = outputPadding?[axis]
        let last =
            switch padding {
            case .valid: added.map { window + $0 } ?? max(window, stride)
            case .same: added.map { window % 2 + $0 } ?? stride
            }
        // Where less is left of the last step, the convolution of the output would have fewer pixels than the input.
        guard last >= 1, padding == .valid || last <= stride else {
            let (least, most) = (1 - window % 2, stride - 1)
            throw ShapeError(
                "\(Self.kind) has output_padding \(added ?? 0) and strides \(stride) with a window of \(window) and padding same, "
                    + "and no convolution has that transpose",
                help: ["leave output_padding out" + (least <= most ? ", or use one from \(least) to \(most)" : "")])
        }
        return Limits.sum([Limits.product([extent - 1, stride]), last])
    }

    /// kernel (kh, kw, filters, C), then bias (filters).
    public func parameters(for input: Shape) -> [Parameter] {
        let kernel = Parameter.kernel(kernelSize, filters, input.extents.last ?? 0, kernelInitializer, kernelRegularizer)
        return useBias ? [kernel, .bias(filters, biasInitializer, biasRegularizer)] : [kernel]
    }

    /// The one that is transposed: it reads the layer's output, and gives its input.
    public func convolutions(from input: Shape, to output: Shape) -> [(kernel: String, convolution: Convolution)] {
        let convolution = Convolution(
            from: output, to: input, kernelSize: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate)
        return [("kernel", convolution)]
    }
}
