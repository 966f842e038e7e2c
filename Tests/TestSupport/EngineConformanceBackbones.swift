import Network

extension EngineConformance {
    private static let end: [any Layer] = [Flatten(), Dense(units: 2, activation: .sigmoid)]

    private static func pointwise(_ filters: Int, strides: Int = 1, bias: Bool = true) -> Conv2D {
        Conv2D(filters: filters, kernelSize: [1, 1], strides: [strides, strides], padding: .same, useBias: bias)
    }

    /// A ResNet's two kinds of blocks: strided, with a convolution in the shortcut, and plain. Channels that fill no blocks.
    public static let bottlenecks: [any Layer] = [
        Conv2D(filters: 20, kernelSize: [3, 3], strides: [2, 2], padding: .same), BatchNormalization(), Activation(.relu),
        pointwise(40, strides: 2), BatchNormalization(),
        pointwise(12, strides: 2), BatchNormalization(), Activation(.relu),
        Conv2D(filters: 12, kernelSize: [3, 3], padding: .same), BatchNormalization(), Activation(.relu),
        pointwise(40), BatchNormalization(), Add(), Activation(.relu),
        pointwise(17), BatchNormalization(), Activation(.relu),
        Conv2D(filters: 17, kernelSize: [3, 3], padding: .same), BatchNormalization(), Activation(.relu),
        pointwise(40), BatchNormalization(), Add(), Activation(.relu),
    ]
    /// What of it does not read the layer before.
    public static let bottleneckReads = [5: [2], 13: [4, 12], 23: [14, 22]]

    /// MobileNetV2's two kinds of blocks.
    public static let invertedResiduals: [any Layer] = [
        Conv2D(filters: 9, kernelSize: [3, 3], strides: [2, 2], padding: .same, useBias: false), BatchNormalization(),
        ReLU(maxValue: 6),
        pointwise(50, bias: false), BatchNormalization(), ReLU(maxValue: 6),
        DepthwiseConv2D(kernelSize: [3, 3], strides: [2, 2], padding: .same, useBias: false), BatchNormalization(),
        ReLU(maxValue: 6),
        pointwise(18, bias: false), BatchNormalization(),
        pointwise(33, bias: false), BatchNormalization(), Activation(.relu6),
        DepthwiseConv2D(kernelSize: [5, 5], padding: .same), BatchNormalization(), ReLU(maxValue: 6),
        pointwise(18, bias: false), BatchNormalization(), Add(),
        pointwise(24), BatchNormalization(), ReLU(maxValue: 6),
    ]
    /// What of it does not read the layer before.
    public static let invertedResidualReads = [19: [10, 18]]

    /// What backbones are made of, whole and partly frozen, on maps that windows do not cover evenly.
    static let backbones: [EngineCase] = [
        EngineCase("bottlenecks", input: [25, 23, 3], bottlenecks + end, reads: bottleneckReads, batches: [5, 3]),
        EngineCase(
            "bottlenecks, the lower ones frozen", input: [25, 23, 3], bottlenecks + end, reads: bottleneckReads,
            frozen: Set(0...14), batches: [4, 2]),
        EngineCase(
            "inverted residuals", input: [29, 31, 3], invertedResiduals + end, reads: invertedResidualReads, batches: [5, 3]),
        EngineCase(
            "inverted residuals, some layers frozen", input: [29, 31, 3], invertedResiduals + end, reads: invertedResidualReads,
            frozen: [0, 3, 4, 7, 11, 14], batches: [4, 2]),
    ]
}
