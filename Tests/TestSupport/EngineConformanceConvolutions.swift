import Network

extension EngineConformance {
    private static let end: [any Layer] = [Flatten(), Dense(units: 2, activation: .sigmoid)]

    /// Convolutions with dilation, with groups, depthwise, separable and transposed: first and inner, trained and frozen, of odd sizes and of
    /// channels that fill no blocks.
    public static let convolutionFamily: [EngineCase] = dilated + grouped + depthwise + separable + transposed + frozenFamily

    private static let dilated: [EngineCase] = [
        EngineCase(
            "dilation", input: [13, 11, 3],
            [
                Conv2D(filters: 5, kernelSize: [3, 3], padding: .same, dilationRate: [2, 2], activation: .relu),
                Conv2D(filters: 17, kernelSize: [3, 2], dilationRate: [2, 3], activation: .tanh),
                Conv2D(filters: 16, kernelSize: [3, 3], padding: .same, dilationRate: [3, 1], useBias: false),
                Conv2D(filters: 4, kernelSize: [5, 1], padding: .same, dilationRate: [1, 2]),
            ] + end, batches: [5, 3, 1]),
        EngineCase(
            "dilation between fast convolutions", input: [12, 12, 3],
            [
                Conv2D(filters: 32, kernelSize: [3, 3], padding: .same, activation: .relu),
                Conv2D(filters: 32, kernelSize: [3, 3], padding: .same, dilationRate: [2, 2], useBias: false),
                BatchNormalization(),
                Activation(.relu),
                Conv2D(filters: 9, kernelSize: [3, 3], activation: .relu),
            ] + end, batches: [3, 2]),
    ]

    private static let grouped: [EngineCase] = [
        EngineCase(
            "groups", input: [9, 8, 6],
            [
                Conv2D(filters: 4, kernelSize: [3, 3], groups: 2, activation: .relu),
                Conv2D(filters: 32, kernelSize: [2, 3], strides: [2, 1], padding: .same, groups: 4),
                Conv2D(filters: 33, kernelSize: [1, 1], groups: 1, activation: .relu),
                Conv2D(filters: 9, kernelSize: [3, 3], padding: .same, groups: 3, useBias: false, activation: .sigmoid),
            ] + end, batches: [5, 2, 1]),
        EngineCase(
            "groups that fill blocks", input: [7, 9, 3],
            [
                Conv2D(filters: 32, kernelSize: [3, 3], padding: .same, activation: .relu),
                Conv2D(filters: 64, kernelSize: [3, 3], padding: .same, groups: 2), BatchNormalization(), Activation(.relu),
                Conv2D(filters: 32, kernelSize: [3, 3], strides: [2, 2], padding: .same, groups: 32, activation: .relu),
                Conv2D(filters: 32, kernelSize: [3, 3], padding: .same, dilationRate: [2, 2], groups: 8, activation: .relu),
                Conv2D(filters: 16, kernelSize: [1, 1], groups: 4),
            ] + end, batches: [3, 2]),
    ]

    private static let depthwise: [EngineCase] = [
        EngineCase(
            "depthwise, the first layer, then strides", input: [15, 13, 3],
            [
                DepthwiseConv2D(kernelSize: [3, 3], padding: .same, depthMultiplier: 5, activation: .relu),
                DepthwiseConv2D(kernelSize: [5, 3], strides: [2, 1], padding: .same, activation: .tanh),
                DepthwiseConv2D(kernelSize: [2, 2], strides: [3, 3], useBias: false),
            ] + end, batches: [5, 3, 1]),
        EngineCase(
            "inverted residual without its sum", input: [13, 13, 3],
            [
                Conv2D(filters: 16, kernelSize: [3, 3], strides: [2, 2], padding: .same, useBias: false), BatchNormalization(),
                Activation(.relu), Conv2D(filters: 33, kernelSize: [1, 1], useBias: false), BatchNormalization(),
                Activation(.relu),
                DepthwiseConv2D(kernelSize: [3, 3], strides: [2, 2], padding: .same, useBias: false), BatchNormalization(),
                Activation(.relu), Conv2D(filters: 8, kernelSize: [1, 1], useBias: false), BatchNormalization(),
            ] + end, batches: [5, 3]),
        EngineCase(
            "depthwise with dilation and large windows", input: [14, 12, 17],
            [
                DepthwiseConv2D(kernelSize: [3, 3], padding: .same, dilationRate: [2, 2], activation: .relu),
                DepthwiseConv2D(kernelSize: [7, 7], padding: .same, activation: .relu),
                DepthwiseConv2D(kernelSize: [3, 1], depthMultiplier: 2, dilationRate: [3, 1], activation: .relu),
                DepthwiseConv2D(kernelSize: [7, 5], strides: [2, 2], padding: .same),
            ] + end, batches: [3, 2]),
        EngineCase(
            "depthwise of one channel", input: [8, 7, 1],
            [
                DepthwiseConv2D(kernelSize: [3, 2], depthMultiplier: 7, activation: .relu),
                Conv2D(filters: 1, kernelSize: [1, 1]),
                DepthwiseConv2D(kernelSize: [1, 1], activation: .relu), DepthwiseConv2D(kernelSize: [2, 2], depthMultiplier: 3),
            ] + end, batches: [17, 2, 1]),
    ]

    private static let separable: [EngineCase] = [
        EngineCase(
            "separable, first and inner", input: [12, 11, 3],
            [
                SeparableConv2D(filters: 9, kernelSize: [3, 3], padding: .same, depthMultiplier: 2, activation: .relu),
                BatchNormalization(), Activation(.relu),
                SeparableConv2D(filters: 17, kernelSize: [3, 5], strides: [2, 2], padding: .same, useBias: false),
                Activation(.relu),
                SeparableConv2D(filters: 4, kernelSize: [2, 3], dilationRate: [2, 1], activation: .tanh),
            ] + end, batches: [5, 3, 1]),
        EngineCase(
            "separable between fast convolutions", input: [10, 10, 3],
            [
                Conv2D(filters: 16, kernelSize: [3, 3], activation: .relu),
                SeparableConv2D(filters: 32, kernelSize: [3, 3], padding: .same, useBias: false), BatchNormalization(),
                Activation(.relu),
                Conv2D(filters: 16, kernelSize: [3, 3], activation: .relu), MaxPooling2D(),
            ] + end, batches: [3, 2]),
    ]

    private static let transposed: [EngineCase] = [
        EngineCase(
            "transposed, first and inner", input: [4, 5, 3],
            [
                Conv2DTranspose(filters: 6, kernelSize: [3, 3], strides: [2, 2], padding: .same, activation: .relu),
                Conv2DTranspose(filters: 17, kernelSize: [3, 2], activation: .tanh),
                Conv2DTranspose(filters: 5, kernelSize: [2, 3], strides: [3, 1], useBias: false),
                Conv2D(filters: 3, kernelSize: [3, 3], strides: [3, 3], activation: .relu),
            ] + end, batches: [5, 3, 1]),
        EngineCase(
            "transposed with dilation and output padding", input: [5, 4, 2],
            [
                Conv2DTranspose(filters: 4, kernelSize: [3, 3], strides: [3, 2], outputPadding: [1, 1], activation: .relu),
                Conv2DTranspose(filters: 8, kernelSize: [3, 3], padding: .same, dilationRate: [2, 2]), Activation(.relu),
                Conv2DTranspose(filters: 3, kernelSize: [5, 3], strides: [2, 2], padding: .same, outputPadding: [0, 1]),
                Conv2DTranspose(filters: 1, kernelSize: [1, 1], strides: [2, 1], activation: .sigmoid),
            ] + end, batches: [3, 2]),
        EngineCase(
            "transposed between fast convolutions", input: [10, 9, 3],
            [
                Conv2D(filters: 16, kernelSize: [3, 3], activation: .relu), MaxPooling2D(),
                Conv2DTranspose(filters: 32, kernelSize: [2, 2], strides: [2, 2]), BatchNormalization(), Activation(.relu),
                Conv2DTranspose(filters: 16, kernelSize: [4, 4], strides: [2, 2], padding: .same), Activation(.relu),
                Conv2D(filters: 16, kernelSize: [3, 3], activation: .relu),
            ] + end, batches: [3, 2]),
    ]

    private static let frozenFamily: [EngineCase] = [
        EngineCase("frozen prefix of every convolution", input: [9, 10, 3], every, frozen: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        EngineCase(
            "frozen convolutions between trained ones", input: [9, 10, 3], every, frozen: [2, 4, 6, 7], batches: [3, 2]),
        EngineCase("only normalizations trained", input: [9, 10, 3], every, frozen: [0, 2, 4, 6, 8, 11], batches: [3, 2]),
    ]

    private static let every: [any Layer] =
        [
            DepthwiseConv2D(kernelSize: [3, 3], padding: .same, depthMultiplier: 4), BatchNormalization(momentum: 0.8),
            Conv2D(filters: 18, kernelSize: [3, 3], padding: .same, groups: 3, useBias: false), BatchNormalization(momentum: 0.8),
            SeparableConv2D(filters: 7, kernelSize: [3, 3]), BatchNormalization(momentum: 0.8),
            Conv2DTranspose(filters: 6, kernelSize: [3, 2], strides: [2, 2]), BatchNormalization(momentum: 0.8),
            Conv2D(filters: 5, kernelSize: [3, 3], dilationRate: [2, 2]), BatchNormalization(momentum: 0.8),
        ] + end
}
