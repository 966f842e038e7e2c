import Network

extension Conv2DTranspose: Declared {
    static let declaration: Declaration<Conv2DTranspose> = Declaration(
        kind: kind, keras: "keras.layers.Conv2DTranspose", absent: LayerHints.absent,
        start: Conv2DTranspose(filters: 1, kernelSize: [1, 1]),
        "The transpose of a convolution: with strides it makes images larger."
    ) {
        Field("filters", \.filters, .integer(1...), required: true, examples: [64], "The number of output channels.")
        Field(
            "kernel_size", \.kernelSize, .oneOrPair(1...Limits.window), required: true, examples: [3, [3, 5]],
            "Height and width of the kernel, in pixels; one number for both.")
        Field(
            "strides", \.strides, .oneOrPair(1...Limits.window),
            "How far the input's pixels lie apart in the output; one number for both.")
        Field(
            "padding", \.padding, .choice(),
            "Whether the extents are multiplied by the strides (same) or the kernel reaches over (valid).")
        Field(
            "output_padding", \.outputPadding, .optional(.oneOrPair(0...Limits.window)),
            "Rows and columns added at the bottom and the right, below strides; as the padding has it where not written.")
        Field(
            "dilation_rate", \.dilationRate, .oneOrPair(1...Limits.window),
            "Vertical and horizontal distance of a kernel's values, in pixels; one number for both; not with strides.")
        Field("use_bias", \.useBias, .boolean, "Whether a bias is added.")
        Field("activation", \.activation, .choice(), "The function applied to the sum.")
        Field.initializer("kernel", \.kernelInitializer, usual: GlorotUniform())
        Field.initializer("bias", \.biasInitializer, usual: Zeros())
        Field.regularizer("kernel", \.kernelRegularizer)
        Field.regularizer("bias", \.biasRegularizer)
    }
}
