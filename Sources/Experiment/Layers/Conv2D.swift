import Network

extension Conv2D: Declared {
    static let declaration: Declaration<Conv2D> = Declaration(
        kind: kind, keras: "keras.layers.Conv2D", absent: LayerHints.absent, start: Conv2D(filters: 1, kernelSize: [1, 1]),
        "Slides learned kernels over an image."
    ) {
        Field("filters", \.filters, .integer(1...), required: true, examples: [64], "The number of output channels.")
        Field(
            "kernel_size", \.kernelSize, .oneOrPair(1...Limits.window), required: true, examples: [3, [3, 5]],
            "Height and width of the kernel, in pixels; one number for both.")
        Field(
            "strides", \.strides, .oneOrPair(1...Limits.window), "Vertical and horizontal step, in pixels; one number for both.")
        Field("padding", \.padding, .choice(), "Whether zeros beyond the border keep the extents (same) or not (valid).")
        Field(
            "dilation_rate", \.dilationRate, .oneOrPair(1...Limits.window),
            "Vertical and horizontal distance of a kernel's values, in pixels; one number for both; not with strides.")
        Field(
            "groups", \.groups, .integer(1...),
            "How many parts channels and filters are divided into; each filter reads the channels of its part.")
        Field("use_bias", \.useBias, .boolean, "Whether a bias is added.")
        Field("activation", \.activation, .choice(), "The function applied to the sum.")
        Field.initializer("kernel", \.kernelInitializer, usual: GlorotUniform())
        Field.initializer("bias", \.biasInitializer, usual: Zeros())
        Field.regularizer("kernel", \.kernelRegularizer)
        Field.regularizer("bias", \.biasRegularizer)
    }
}
