import Network

extension SeparableConv2D: Declared {
    static let declaration: Declaration<SeparableConv2D> = Declaration(
        kind: kind, keras: "keras.layers.SeparableConv2D", absent: LayerHints.absent,
        start: SeparableConv2D(filters: 1, kernelSize: [1, 1]),
        "Slides kernels over each channel by itself, then joins the channels at each pixel."
    ) {
        Field("filters", \.filters, .integer(1...), required: true, examples: [64], "The number of output channels.")
        Field(
            "kernel_size", \.kernelSize, .oneOrPair(1...Limits.window), required: true, examples: [3, [3, 5]],
            "Height and width of the depthwise kernels, in pixels; one number for both.")
        Field(
            "strides", \.strides, .oneOrPair(1...Limits.window), "Vertical and horizontal step, in pixels; one number for both.")
        Field("padding", \.padding, .choice(), "Whether zeros beyond the border keep the extents (same) or not (valid).")
        Field(
            "dilation_rate", \.dilationRate, .oneOrPair(1...Limits.window),
            "Vertical and horizontal distance of a depthwise kernel's values, in pixels; one number for both; not with strides.")
        Field("depth_multiplier", \.depthMultiplier, .integer(1...), "The number of depthwise kernels for each channel.")
        Field("use_bias", \.useBias, .boolean, "Whether a bias is added.")
        Field("activation", \.activation, .choice(), "The function applied to the sum.")
        Field.initializer("depthwise", \.depthwiseInitializer, usual: GlorotUniform())
        Field.initializer("pointwise", \.pointwiseInitializer, usual: GlorotUniform())
        Field.initializer("bias", \.biasInitializer, usual: Zeros())
        Field.regularizer("depthwise", \.depthwiseRegularizer)
        Field.regularizer("pointwise", \.pointwiseRegularizer)
        Field.regularizer("bias", \.biasRegularizer)
    }
}
