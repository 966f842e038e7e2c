import Network

extension EngineConformance {
    /// Pooling, padding, reshaping, rescaling, normalizations of samples, noise and activation functions, in networks of 1 to 17 samples, with
    /// channels that fill no block and sides that are odd.
    public static let layerCases: [EngineCase] =
        (maps + globals + scales + sampleNormalizations + noise + activations).map { $0.under(.keras3) }
        + [activations[0].under(.tfKeras215)]

    private static func conv(
        _ filters: Int, _ size: Int = 3, _ padding: Conv2D.Padding = .same, _ activation: ActivationFunction = .linear
    ) -> Conv2D {
        Conv2D(filters: filters, kernelSize: [size, size], padding: padding, activation: activation)
    }

    private static let end: [any Layer] = [Flatten(), Dense(units: 2, activation: .sigmoid)]

    /// What maps places to places.
    private static let maps: [EngineCase] = [
        EngineCase(
            "average pooling, valid", input: [9, 8, 3],
            [conv(17), AveragePooling2D(), conv(5), AveragePooling2D(poolSize: [3, 2], strides: [1, 2])] + end,
            batches: [5, 1, 17]),
        EngineCase(
            "average pooling, same", input: [9, 8, 3],
            [
                AveragePooling2D(poolSize: [3, 3], strides: [2, 2], padding: .same), conv(20),
                AveragePooling2D(poolSize: [2, 4], strides: [2, 1], padding: .same), conv(16),
                AveragePooling2D(poolSize: [3, 3], strides: [1, 1], padding: .same),
            ] + end, batches: [3, 2]),
        EngineCase(
            "maximum pooling, same, beside a rectifier", input: [11, 9, 2],
            [
                conv(17), ReLU(), MaxPooling2D(poolSize: [3, 3], strides: [2, 2], padding: .same), conv(9), BatchNormalization(),
                ReLU(), MaxPooling2D(poolSize: [3, 3], strides: [1, 2], padding: .same),
            ] + end),
        EngineCase(
            "padding and cropping", input: [7, 6, 3],
            [
                ZeroPadding2D(padding: [[0, 1], [2, 0]]), conv(17, 3, .valid), ZeroPadding2D(), conv(16, 2, .valid, .tanh),
                Cropping2D(cropping: [[1, 0], [2, 1]]), ZeroPadding2D(padding: [[2, 3], [0, 0]]), conv(5),
            ] + end, batches: [5, 1, 3]),
        EngineCase(
            "upsampling", input: [3, 4, 2],
            [
                UpSampling2D(size: [2, 1]), conv(17), UpSampling2D(size: [2, 3], interpolation: .bilinear), conv(8, 3, .valid),
                UpSampling2D(), UpSampling2D(size: [1, 2], interpolation: .bilinear),
            ] + end, batches: [3, 2]),
        EngineCase(
            "reshaped to images and rows", input: [4, 6, 3],
            [
                conv(10), Reshape(targetShape: [8, -1, 5]), conv(17), Reshape(targetShape: [-1]), Dense(units: 12),
                Reshape(targetShape: [2, 3, 2]), conv(3), Reshape(targetShape: [6, 3]), BatchNormalization(),
                Activation(.softmax),
            ] + end, batches: [4, 1, 3]),
    ]

    /// Values of whole images.
    private static let globals: [EngineCase] = [
        EngineCase(
            "global average", input: [7, 9, 3],
            [conv(33, 3, .same, .relu), GlobalAveragePooling2D(), Dense(units: 2, activation: .sigmoid)],
            batches: [4, 1, 17]),
        EngineCase(
            "global average and excitation", input: [5, 5, 3],
            [
                conv(17), GlobalAveragePooling2D(), Reshape(targetShape: [1, 1, 17]), conv(4, 1, .same, .silu),
                conv(17, 1, .same, .sigmoid), GlobalAveragePooling2D(keepdims: true),
            ] + end, batches: [3, 2]),
        EngineCase(
            "global maximum", input: [7, 6, 3],
            [conv(17, 3, .same, .relu), GlobalMaxPooling2D(), Dense(units: 9), Dense(units: 2, activation: .sigmoid)],
            batches: [4, 1, 3]),
        EngineCase(
            "global maximum that keeps its axes", input: [4, 5, 2],
            [conv(16, 3, .same, .tanh), GlobalMaxPooling2D(keepdims: true), conv(5, 1)] + end),
        EngineCase(
            "global pooling of samples", input: [4, 5, 5],
            [GlobalMaxPooling2D(keepdims: true), GlobalAveragePooling2D(), Dense(units: 2, activation: .sigmoid)]),
    ]

    /// What multiplies channels.
    private static let scales: [EngineCase] = [
        EngineCase(
            "rescaled samples", input: [6, 5, 3],
            [
                Rescaling(scale: [0.5], offset: [-0.25]), Normalization(mean: [0.4, -0.1, 0.2], variance: [0.5, 2, 0.1]),
                Rescaling(scale: [2, 0.7, -1], offset: [0.5]), conv(17), Rescaling(scale: [1.5], offset: [0.2]), conv(5),
            ] + end, batches: [5, 1, 3]),
        EngineCase(
            "normalization by weights", input: [6, 5, 3], [Normalization(), conv(17), Normalization(), conv(5)] + end),
        EngineCase(
            "rows rescaled", input: [2, 3, 3],
            [
                Flatten(), Dense(units: 17), Rescaling(scale: [0.3], offset: [1]), Normalization(),
                Dense(units: 2, activation: .sigmoid),
            ]),
    ]

    /// Normalizations of each sample by itself.
    private static let sampleNormalizations: [EngineCase] = [
        EngineCase(
            "layer normalization", input: [5, 6, 3],
            [
                LayerNormalization(epsilon: 0.1), conv(17), LayerNormalization(), Activation(.gelu), conv(16),
                LayerNormalization(center: false), conv(5), LayerNormalization(epsilon: 0.01, scale: false), Flatten(),
                Dense(units: 19), LayerNormalization(), Dense(units: 2, activation: .sigmoid),
            ], batches: [4, 1, 3]),
        EngineCase(
            "group normalization", input: [6, 5, 3],
            [
                conv(18), GroupNormalization(groups: 3), Activation(.relu), conv(32),
                GroupNormalization(groups: 16, center: false),
                conv(9), GroupNormalization(groups: -1), conv(10, 1), GroupNormalization(groups: 1, scale: false),
            ] + end, batches: [4, 1, 3]),
        EngineCase(
            "frozen normalizations of samples", input: [6, 5, 3],
            [conv(17), LayerNormalization(), conv(18), GroupNormalization(groups: 2), Activation(.relu)] + end, frozen: [1, 3]),
        EngineCase(
            "normalized samples and rows in groups", input: [4, 3, 6],
            [
                GroupNormalization(groups: 2), conv(8), Flatten(), Dense(units: 12), GroupNormalization(groups: 4),
                Dense(units: 2, activation: .sigmoid),
            ]),
    ]

    /// Randomness of a training step.
    private static let noise: [EngineCase] = [
        EngineCase(
            "dropped channels", input: [6, 5, 3],
            [conv(17, 3, .same, .relu), SpatialDropout2D(rate: 0.4), conv(16), SpatialDropout2D(rate: 0.2)] + end,
            batches: [5, 5, 1]),
        EngineCase(
            "noise", input: [6, 5, 3],
            [
                GaussianNoise(stddev: 0.1), conv(17, 3, .same, .relu), GaussianNoise(stddev: 0.3), conv(5), Flatten(),
                Dense(units: 9),
                GaussianNoise(stddev: 0.2), Dense(units: 2, activation: .sigmoid),
            ], batches: [5, 5, 1]),
    ]

    /// Every function, after layers with and without blocks of channels.
    private static let activations: [EngineCase] = [
        EngineCase(
            "activations of maps", input: [7, 5, 3],
            [
                conv(17, 3, .same, .relu6), conv(5, 3, .same, .hardSigmoid), conv(17, 1, .same, .softplus),
                conv(9, 1, .same, .silu),
                conv(10, 1, .same, .hardSilu), conv(11, 3, .same, .gelu), conv(12, 1, .same, .selu), conv(13, 1, .same, .sigmoid),
            ] + end, batches: [5, 1, 3]),
        EngineCase(
            "activations of rows", input: [3, 3, 2],
            [
                Flatten(), Dense(units: 17, activation: .leakyRelu), Dense(units: 33, activation: .elu),
                Dense(units: 18, activation: .gelu),
                Dense(units: 19, activation: .silu), Dense(units: 5, activation: .softplus),
                Dense(units: 21, activation: .hardSigmoid),
                Dense(units: 7, activation: .hardSilu), Dense(units: 9, activation: .selu), Dense(units: 20, activation: .relu6),
                Dense(units: 2, activation: .sigmoid),
            ], batches: [5, 1, 17]),
        EngineCase(
            "activations as layers", input: [6, 7, 3],
            [
                conv(17), ReLU(maxValue: 1, negativeSlope: 0.1, threshold: 0.25), conv(9), LeakyReLU(), BatchNormalization(),
                conv(18),
                ELU(alpha: 0.5), conv(5), ReLU(maxValue: 6), MaxPooling2D(), ELU(alpha: 0), conv(6), Softmax(),
            ] + end),
        EngineCase(
            "rectifiers that are layers, where engines fuse them", input: [12, 12, 3],
            [
                conv(17), ReLU(), MaxPooling2D(), conv(8), BatchNormalization(), ReLU(), conv(9), BatchNormalization(),
                ReLU(maxValue: 6),
                conv(16), MaxPooling2D(), ReLU(), Flatten(), ReLU(), LeakyReLU(), Dense(units: 9), ReLU(),
                Dense(units: 2, activation: .sigmoid),
            ], batches: [5, 3]),
        EngineCase(
            "a softmax layer at the end", input: [3, 3, 1], [Flatten(), Dense(units: 3), Softmax()],
            loss: CategoricalCrossentropy(), weighted: true),
        EngineCase(
            "a rectified end", input: [3, 3, 2],
            [Flatten(), Dense(units: 5), ELU(), Dense(units: 2), Activation(.hardSigmoid)]),
        EngineCase(
            "between Flatten and Dense", input: [4, 4, 2],
            [conv(5), Flatten(), Activation(.sigmoid), Activation(.softplus), Dense(units: 2, activation: .sigmoid)]),
    ]
}
