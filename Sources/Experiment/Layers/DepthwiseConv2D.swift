import Network

extension DepthwiseConv2D: Declared {
    static let declaration: Declaration<DepthwiseConv2D> = Declaration(
        kind: kind, keras: "keras.layers.DepthwiseConv2D", absent: LayerHints.absent, start: DepthwiseConv2D(kernelSize: [1, 1]),
        "Slides learned kernels over each channel of an image by itself."
    ) {
        Field(
            "kernel_size", \.kernelSize, .oneOrPair(1...Limits.window), required: true, examples: [3, [3, 5]],
            "Height and width of the kernels, in pixels; one number for both.")
        Field(
            "strides", \.strides, .oneOrPair(1...Limits.window), "Vertical and horizontal step, in pixels; one number for both.")
        Field("padding", \.padding, .choice(), "Whether zeros beyond the border keep the extents (same) or not (valid).")
        Field("depth_multiplier", \.depthMultiplier, .integer(1...), "The number of kernels for each channel.")
        Field(
            "dilation_rate", \.dilationRate, .oneOrPair(1...Limits.window),
            "Vertical and horizontal distance of a kernel's values, in pixels; one number for both; not with strides.")
        Field("use_bias", \.useBias, .boolean, "Whether a bias is added.")
        Field("activation", \.activation, .choice(), "The function applied to the sum.")
        Field.initializer("depthwise", \.depthwiseInitializer, usual: GlorotUniform())
        Field.initializer("bias", \.biasInitializer, usual: Zeros())
        Field.regularizer("depthwise", \.depthwiseRegularizer)
        Field.regularizer("bias", \.biasRegularizer)
    }
}
