import Network

extension EngineConformance {
    /// Every case, each under both semantics.
    public static let cases: [EngineCase] =
        (dense + convolutions + convolutionFamily + poolings + normalizations + frozen + stages + frozenStages + whole + graphs
        + backbones)
        .flatMap { [$0.under(.keras224), $0.under(.keras3)] }
        + layerCases

    static func conv(
        _ filters: Int, _ kernel: [Int], strides: [Int] = [1, 1], _ padding: Conv2D.Padding = .valid, bias: Bool = true,
        _ activation: ActivationFunction = .linear
    ) -> Conv2D {
        Conv2D(filters: filters, kernelSize: kernel, strides: strides, padding: padding, useBias: bias, activation: activation)
    }

    /// Everything that ends a network, and losses.
    private static let dense: [EngineCase] = [
        EngineCase(
            "one dense layer, two sigmoids, Keras's Adam", input: [2, 2, 3], [Flatten(), Dense(units: 2, activation: .sigmoid)],
            batches: [5, 5, 1], optimizer: Adam()),
        EngineCase(
            "one sigmoid, one sample", input: [3, 1, 1], [Flatten(), Dense(units: 1, activation: .sigmoid)], batches: [1, 1]),
        EngineCase(
            "softmax", input: [3, 3, 1], [Flatten(), Dense(units: 5, activation: .softmax)], loss: CategoricalCrossentropy()),
        EngineCase(
            "softmax as a layer, weighted samples", input: [3, 3, 1], [Flatten(), Dense(units: 3), Activation(.softmax)],
            loss: CategoricalCrossentropy(), batches: [5, 4, 2], weighted: true),
        EngineCase(
            "sigmoid as a layer, weighted samples", input: [3, 3, 2], [Flatten(), Dense(units: 2), Activation(.sigmoid)],
            batches: [5, 4, 2], weighted: true),
        EngineCase(
            "binary cross-entropy after softmax", input: [4, 2, 1], [Flatten(), Dense(units: 3, activation: .softmax)]),
        EngineCase(
            "categorical cross-entropy after sigmoid", input: [4, 2, 1], [Flatten(), Dense(units: 4, activation: .sigmoid)],
            loss: CategoricalCrossentropy()),
        EngineCase(
            "every activation", input: [3, 3, 2],
            [
                Flatten(), Dense(units: 17, activation: .tanh), Dense(units: 9, activation: .relu), Activation(.tanh),
                Dense(units: 7, activation: .softmax), Dense(units: 5, activation: .sigmoid), Dense(units: 4, useBias: false),
                Activation(.linear), Dense(units: 2, activation: .sigmoid),
            ]),
        EngineCase(
            "dropout between dense layers", input: [4, 4, 1],
            [
                Flatten(), Dense(units: 33, activation: .relu), Dropout(rate: 0.5), Dense(units: 17, activation: .relu),
                Dropout(rate: 0.3), Dense(units: 2, activation: .sigmoid),
            ], batches: [5, 5, 3]),
    ]

    /// Convolutions of every size and place.
    private static let convolutions: [EngineCase] = [
        EngineCase("one channel, 3x3", input: [9, 7, 1], [conv(5, [3, 3]), Flatten(), Dense(units: 2, activation: .sigmoid)]),
        EngineCase(
            "17 filters on 5 channels", input: [7, 8, 5],
            [conv(17, [3, 3], .valid, .relu), conv(5, [3, 3], .valid, .relu), Flatten(), Dense(units: 2, activation: .sigmoid)]),
        EngineCase(
            "1x1, no bias", input: [5, 5, 3],
            [conv(7, [1, 1], bias: false), Activation(.relu), Flatten(), Dense(units: 2, activation: .sigmoid)],
            batches: [2, 5, 1]),
        EngineCase(
            "5x5 same", input: [8, 11, 3],
            [conv(9, [5, 5], .same, .tanh), Flatten(), Dense(units: 2, activation: .sigmoid)], batches: [3, 2]),
        EngineCase(
            "strides with an odd pixel of padding", input: [8, 9, 3],
            [
                conv(6, [3, 3], strides: [2, 2], .same, .relu), conv(8, [2, 3], strides: [2, 1], .same), Flatten(),
                Dense(units: 2, activation: .sigmoid),
            ]),
        EngineCase(
            "strides without padding", input: [11, 10, 2],
            [
                conv(6, [3, 2], strides: [2, 3], .valid, .relu), conv(4, [2, 2], strides: [1, 2], .valid, .relu), Flatten(),
                Dense(units: 2, activation: .sigmoid),
            ]),
        EngineCase(
            "sigmoid and softmax within a convolution", input: [6, 6, 3],
            [
                conv(4, [3, 3], .same, .sigmoid), conv(5, [3, 3], .valid, .softmax), Flatten(),
                Dense(units: 2, activation: .sigmoid),
            ]),
        EngineCase(
            "a kernel as large as the image", input: [4, 5, 3],
            [conv(16, [4, 5], .valid, .relu), Flatten(), Dense(units: 2, activation: .sigmoid)]),
    ]

    /// Pooling, alone and fused with what engines fuse it with.
    private static let poolings: [EngineCase] = [
        EngineCase(
            "pooling that drops a row", input: [9, 11, 3],
            [conv(8, [2, 2]), Activation(.relu), MaxPooling2D(), Flatten(), Dense(units: 2, activation: .sigmoid)]),
        EngineCase(
            "overlapping pooling with padding", input: [9, 8, 1],
            [
                conv(5, [3, 3], .same, .tanh), MaxPooling2D(poolSize: [3, 3], strides: [2, 2], padding: .same), Flatten(),
                Dense(units: 2, activation: .sigmoid),
            ]),
        EngineCase(
            "pooling of the input, then a convolution", input: [8, 8, 3],
            [MaxPooling2D(poolSize: [2, 1]), conv(17, [3, 3], .valid, .relu), Flatten(), Dense(units: 2, activation: .sigmoid)]),
        EngineCase(
            "pooling before the activation, dropout on maps", input: [8, 8, 2],
            [
                conv(6, [3, 3]), MaxPooling2D(), Activation(.relu), Dropout(rate: 0.25), conv(5, [2, 2]), Flatten(),
                Dense(units: 2, activation: .sigmoid),
            ]),
    ]

    /// Batch normalization in every place.
    private static let normalizations: [EngineCase] = [
        EngineCase(
            "normalized input", input: [5, 5, 3],
            [BatchNormalization(), conv(4, [3, 3], .valid, .relu), Flatten(), Dense(units: 2, activation: .sigmoid)]),
        EngineCase(
            "between convolution and activation", input: [6, 7, 3],
            [
                conv(9, [3, 3], .same), BatchNormalization(momentum: 0.9), Activation(.relu), MaxPooling2D(), Flatten(),
                Dense(units: 2, activation: .sigmoid),
            ]),
        EngineCase(
            "after pooling, then a convolution", input: [8, 8, 1],
            [
                conv(17, [3, 3]), Activation(.relu), MaxPooling2D(), BatchNormalization(), conv(5, [3, 3], .same, .relu),
                Flatten(),
                Dense(units: 2, activation: .sigmoid),
            ], batches: [5, 2]),
        EngineCase(
            "on rows, without scale or centre", input: [3, 3, 2],
            [
                Flatten(), BatchNormalization(scale: false), Dense(units: 9, activation: .relu),
                BatchNormalization(epsilon: 1e-2, center: false), Dense(units: 5),
                BatchNormalization(center: false, scale: false),
                Activation(.tanh), Dense(units: 2, activation: .sigmoid),
            ], batches: [5, 5, 4]),
        EngineCase(
            "as the last layer but one", input: [4, 4, 1],
            [Flatten(), Dense(units: 2), BatchNormalization(), Activation(.sigmoid)], batches: [5, 5, 3]),
    ]

    /// Frozen layers: everywhere, in the middle, and normalization on either statistics.
    private static let frozen: [EngineCase] = [
        EngineCase("frozen below", input: [8, 8, 3], block, frozen: [0, 1, 2, 3, 4, 5, 6, 7]),
        EngineCase("frozen normalization above a trainable convolution", input: [8, 8, 3], block, frozen: [3]),
        EngineCase("frozen first convolution", input: [8, 8, 3], block, frozen: [0]),
        EngineCase("frozen dense layer above trainable ones", input: [8, 8, 3], block, frozen: [8, 10]),
        EngineCase("everything frozen", input: [8, 8, 3], block, frozen: Set(0...10)),
    ]

    private static let block: [any Layer] = [
        conv(8, [3, 3]), Activation(.relu), MaxPooling2D(), BatchNormalization(momentum: 0.8), conv(5, [2, 2], .same),
        Activation(.relu),
        BatchNormalization(momentum: 0.8), Flatten(), Dense(units: 12, activation: .relu), Dropout(rate: 0.5),
        Dense(units: 2, activation: .sigmoid),
    ]

    private static let pool = MaxPooling2D()
    private static let end: [any Layer] = [Flatten(), Dense(units: 2, activation: .sigmoid)]

    /// What engines compute together: 3x3 convolutions and what follows them, in every order, with sizes and channels that fill no block.
    private static let stages: [EngineCase] = [
        EngineCase(
            "3x3 same with pooling, odd sizes, channels over a block", input: [15, 13, 3],
            [conv(17, [3, 3], .same, .relu), pool, conv(33, [3, 3], .same), pool, Activation(.relu)] + end),
        EngineCase(
            "3x3 on samples of many channels, without bias or activation", input: [9, 10, 6],
            [conv(9, [3, 3], bias: false), conv(20, [3, 3], .same, bias: false), pool] + end, batches: [5, 2, 1]),
        EngineCase(
            "two convolutions in a row, the last before Flatten", input: [11, 12, 3],
            [conv(8, [3, 3], .same, .relu), conv(19, [3, 3], .valid, .relu)] + end),
        EngineCase(
            "large maps", input: [41, 38, 3],
            [conv(8, [3, 3], .valid, .relu), BatchNormalization(), conv(17, [3, 3], .same, .relu), pool] + end, batches: [3, 2]),
        EngineCase(
            "normalization between convolutions that pad", input: [10, 9, 2],
            [
                conv(9, [3, 3], .same), BatchNormalization(momentum: 0.8), conv(17, [3, 3], .same),
                BatchNormalization(scale: false),
                conv(5, [3, 3], .same, .relu), pool, BatchNormalization(center: false),
            ] + end, batches: [5, 3]),
        EngineCase(
            "normalization, activation and pooling in every order", input: [18, 18, 3],
            [
                conv(9, [3, 3]), BatchNormalization(), Activation(.relu), pool, conv(10, [3, 3], .same), BatchNormalization(),
                pool,
                Activation(.relu), conv(11, [3, 3], .same), pool, BatchNormalization(), Activation(.relu),
            ] + end, batches: [5, 3]),
        EngineCase(
            "normalization twice, and before anything else", input: [8, 9, 3],
            [BatchNormalization(), conv(9, [3, 3]), BatchNormalization(), BatchNormalization(), conv(6, [3, 3], .same, .relu)]
                + end,
            batches: [5, 3]),
        EngineCase(
            "dropout between convolutions", input: [9, 9, 3],
            [
                conv(17, [3, 3], .same, .relu), BatchNormalization(), Dropout(rate: 0.3), conv(8, [3, 3], .valid, .relu),
                Dropout(rate: 0.3), pool,
            ] + end, batches: [5, 3]),
        EngineCase(
            "other kernels between", input: [14, 14, 3],
            [
                conv(17, [3, 3], .same, .relu), BatchNormalization(), conv(8, [1, 1], .valid, .relu),
                conv(9, [3, 3], .same, .relu),
                conv(16, [3, 3], strides: [2, 2], .same, .relu), BatchNormalization(), conv(3, [3, 3], .same, .relu),
                conv(16, [5, 5], .same), Activation(.relu), BatchNormalization(), conv(8, [3, 3], .same, .tanh),
            ] + end, batches: [5, 3]),
        EngineCase(
            "pooling of other windows", input: [13, 12, 3],
            [
                conv(8, [3, 3], .same, .relu), MaxPooling2D(padding: .same), conv(9, [3, 3], .same, .relu),
                MaxPooling2D(poolSize: [3, 3], strides: [2, 2]),
            ] + end),
        EngineCase(
            "maps of few pixels", input: [5, 6, 3],
            [
                conv(9, [3, 3], .valid, .relu), conv(17, [3, 3]), Activation(.relu), conv(6, [3, 3], .same, .relu),
                BatchNormalization(),
            ] + end, batches: [5, 3]),
    ]

    /// Frozen slices below, between and above.
    private static let frozenStages: [EngineCase] = [
        EngineCase("frozen prefix of three convolutions", input: [20, 20, 3], deep, frozen: [0, 1, 2, 3, 4, 5]),
        EngineCase("frozen prefix that ends before a normalization", input: [20, 20, 3], deep, frozen: [0, 1]),
        EngineCase("frozen slice between", input: [20, 20, 3], deep, frozen: [3, 4, 5], batches: [5, 3]),
        EngineCase("frozen normalizations alone", input: [20, 20, 3], deep, frozen: [2, 5, 7], batches: [5, 3]),
        EngineCase("only normalizations trainable", input: [20, 20, 3], deep, frozen: [0, 3, 6, 9], batches: [5, 3]),
    ]

    private static let deep: [any Layer] =
        [
            conv(9, [3, 3], .valid, .relu), pool, BatchNormalization(momentum: 0.8), conv(17, [3, 3], .same, .relu), pool,
            BatchNormalization(momentum: 0.8), conv(8, [3, 3], .same, bias: false),
            BatchNormalization(momentum: 0.8),
            Activation(.relu),
        ] + end

    /// The notebook's network, smaller.
    private static let whole: [EngineCase] = [
        EngineCase(
            "four blocks of convolution, pooling and normalization", input: [46, 46, 3],
            [8, 16, 17, 24].flatMap { filters -> [any Layer] in
                [conv(filters, [3, 3]), Activation(.relu), MaxPooling2D(), BatchNormalization()]
            } + [
                Flatten(), Dense(units: 16, activation: .relu), Dropout(rate: 0.5), Dense(units: 8, activation: .relu),
                Dropout(rate: 0.5), Dense(units: 2, activation: .sigmoid),
            ], batches: [5, 5, 2])
    ]
}
