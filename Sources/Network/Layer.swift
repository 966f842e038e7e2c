/// A layer as a value: its arguments, how it changes a shape, and which parameters it has.
///
/// Engines compute it; weights files name it; the plan shows it. None of them asks another.
public protocol Layer: Kind {
    /// The shape of one output sample for one input sample.
    func outputShape(for input: Shape) throws(ShapeError) -> Shape
    /// The shape of one output sample for one sample of each input; a layer that is no ``MergeLayer`` has one.
    func outputShape(joining inputs: [Shape]) throws(ShapeError) -> Shape
    /// Its parameters in Keras's order of weights, for one input sample's shape; empty for most layers.
    func parameters(for input: Shape) -> [Parameter]
    /// The number of multiplications and additions of one forward pass over one sample.
    func flops(for input: Shape) -> Int
}

extension Layer {
    /// That for the only input.
    public func outputShape(joining inputs: [Shape]) throws(ShapeError) -> Shape {
        guard let input = inputs.first, inputs.count == 1 else {
            throw ShapeError(
                "\(Self.kind) has \(inputs.count) inputs and takes one", help: ["join them with Add or Concatenate before it"])
        }
        return try outputShape(for: input)
    }
    /// No parameters.
    public func parameters(for input: Shape) -> [Parameter] { [] }
    /// None worth counting.
    public func flops(for input: Shape) -> Int { 0 }
}

/// A layer that joins at least two inputs value by value or side by side; it has no parameters.
public protocol MergeLayer: Layer {}

extension MergeLayer {
    /// One input alone is nothing to join.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape { try outputShape(joining: [input]) }
}

/// All layers of the language.
public enum LayerFamily: KindFamily {
    /// Every kind of layer.
    public static let members: [any Kind.Type] = [
        Activation.self, Add.self, Average.self, AveragePooling2D.self, BatchNormalization.self, Concatenate.self,
        Conv2D.self, Conv2DTranspose.self, Cropping2D.self, Dense.self, DepthwiseConv2D.self, Dropout.self, ELU.self,
        Flatten.self, GaussianNoise.self, GlobalAveragePooling2D.self, GlobalMaxPooling2D.self, GroupNormalization.self,
        LayerNormalization.self, LeakyReLU.self, MaxPooling2D.self, Maximum.self, Multiply.self, Normalization.self,
        ReLU.self, Rescaling.self, Reshape.self, SeparableConv2D.self, Softmax.self, SpatialDropout2D.self,
        UpSampling2D.self, ZeroPadding2D.self,
    ]
    /// A kind as a layer.
    public static func cast(_ kind: any Kind) -> (any Layer)? { kind as? any Layer }
}
