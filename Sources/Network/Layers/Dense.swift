/// A fully connected layer: activation(x W + b) (`keras.layers.Dense`).
///
/// Input (inputs); output (units); kernel (inputs, units).
public struct Dense: ActivatedLayer {
    /// The kind's name.
    public static let kind = "Dense"
    /// The number of outputs.
    public var units: Int
    /// What is applied to the sum.
    public var activation: ActivationFunction
    /// Whether a bias is added.
    public var useBias: Bool
    /// How the kernel begins; nil is `GlorotUniform`.
    public var kernelInitializer: OneOf<InitializerFamily>?
    /// How the bias begins; nil is `Zeros`.
    public var biasInitializer: OneOf<InitializerFamily>?
    /// What the kernel's size adds to the loss.
    public var kernelRegularizer: OneOf<RegularizerFamily>?
    /// What the bias's size adds to the loss.
    public var biasRegularizer: OneOf<RegularizerFamily>?

    /// Creates the layer.
    public init(units: Int, activation: ActivationFunction = .linear, useBias: Bool = true) {
        self.units = units
        self.activation = activation
        self.useBias = useBias
    }

    /// The units, for an input of one axis.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try Limits.check(units, "units", of: Self.kind)
        guard input.rank == 1 else {
            throw ShapeError(
                "Dense needs one row of values, and its input has the shape \(input)", help: ["put Flatten before it"])
        }
        return Shape([units])
    }

    /// kernel (inputs, units), then bias (units).
    public func parameters(for input: Shape) -> [Parameter] {
        let kernel = Parameter(
            "kernel", [input.count, units], usual: GlorotUniform(), kernelInitializer, kernelRegularizer)
        let bias = Parameter("bias", [units], usual: Zeros(), biasInitializer, biasRegularizer)
        return useBias ? [kernel, bias] : [kernel]
    }

    /// Two for each weight.
    public func flops(for input: Shape) -> Int { Limits.product([2, input.count, units]) }
}
