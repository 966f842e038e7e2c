import Network

// Networks whose layers read several others, or are read by several.
extension EngineConformance {
    private static let relu = Activation(.relu)
    private static let norm = BatchNormalization()
    private static let ending: [any Layer] = [Flatten(), Dense(units: 2, activation: .sigmoid)]

    /// Residual, dense, squeezing and frozen networks.
    public static var graphs: [EngineCase] { residual + merges + branches }

    private static let residual: [EngineCase] = [
        EngineCase(
            "identity path", input: [8, 8, 3],
            [conv(16, [3, 3], .same, .relu), conv(16, [3, 3], .same), Add(), relu] + ending, reads: [2: [0, 1]]),
        EngineCase(
            "bottleneck with a projection, then one without", input: [9, 8, 3],
            [
                conv(16, [3, 3], .same, bias: false), norm, relu,  // 2
                conv(8, [1, 1]), norm, relu, conv(8, [3, 3], .same), norm, relu, conv(24, [1, 1]), norm,  // 10
                conv(24, [1, 1]), norm, Add(), relu,  // 14
                conv(8, [1, 1]), norm, relu, conv(8, [3, 3], .same), norm, relu, conv(24, [1, 1]), norm, Add(), relu,  // 24
            ] + ending, reads: [3: [2], 11: [2], 13: [12, 10], 15: [14], 23: [14, 22]]),
        EngineCase(
            "strided bottleneck of odd widths", input: [9, 9, 3],
            [
                conv(5, [3, 3], .same), norm, relu,
                conv(7, [1, 1], strides: [2, 2]), norm, relu, conv(11, [3, 3], .same), norm,
                conv(11, [1, 1], strides: [2, 2]), norm, Add(), relu, MaxPooling2D(),
            ] + ending, reads: [8: [2], 10: [9, 7]], batches: [3, 5, 1]),
        EngineCase(
            "normalization before activation before convolution", input: [8, 8, 3],
            [
                conv(16, [3, 3], .same),  // 0
                norm, relu, conv(16, [3, 3], .same), norm, relu, conv(16, [3, 3], .same), Add(),  // 7
                norm, relu, conv(16, [3, 3], .same), Add(), norm, relu,
            ] + ending, reads: [7: [0, 6], 11: [7, 10]]),
        EngineCase(
            "a rectified value read twice, a normalized value read twice", input: [8, 6, 3],
            [
                conv(16, [3, 3], .same, .relu), conv(16, [3, 3], .same), conv(16, [1, 1], bias: false), norm,
                conv(16, [3, 3], .same), conv(16, [2, 2], .same), Add(), Add(),
            ] + ending, reads: [1: [0], 2: [0], 4: [3], 5: [3], 6: [4, 5, 3], 7: [1, 6]]),
        EngineCase(
            "a sum of sums, one value twice", input: [6, 6, 2],
            [conv(5, [3, 3]), conv(5, [3, 3], .same), Add(), Add(), Add(), norm] + ending,
            reads: [2: [0, 1], 3: [2, 0], 4: [3, 3]]),
    ]

    private static let merges: [EngineCase] = [
        EngineCase(
            "concatenations as DenseNet has them", input: [8, 8, 3],
            [
                conv(16, [3, 3], .same), norm, relu, conv(32, [1, 1], bias: false), norm, relu,
                conv(16, [3, 3], .same, bias: false),
                Concatenate(),  // 7
                norm, relu, conv(32, [1, 1], bias: false), norm, relu, conv(16, [3, 3], .same, bias: false), Concatenate(),  // 14
                norm, relu, conv(24, [1, 1]), MaxPooling2D(),
            ] + ending, reads: [7: [0, 6], 14: [7, 13]]),
        EngineCase(
            "concatenation of channels that fill no blocks", input: [7, 5, 3],
            [
                conv(5, [3, 3], .same, .relu), conv(17, [3, 3], .same), conv(3, [2, 2], .same, .tanh), Concatenate(), norm, relu,
                conv(6, [3, 3]),
            ] + ending, reads: [1: [0], 2: [0], 3: [0, 1, 2, -1]]),
        EngineCase(
            "squeeze and excitation", input: [6, 4, 3],
            [
                conv(20, [3, 3], .same, .relu), conv(20, [6, 4]), conv(5, [1, 1], .valid, .relu),
                conv(20, [1, 1], .valid, .sigmoid),
                Multiply(), conv(4, [3, 3]),
            ] + ending, reads: [1: [0], 4: [0, 3]]),
        EngineCase(
            "every merge, with and without repetition", input: [5, 6, 4],
            [
                conv(8, [3, 3], .same), conv(8, [3, 3], .same), conv(1, [3, 3], .same), conv(8, [5, 1]), Maximum(), Average(),
                Multiply(), Add(), Maximum(), Multiply(), conv(3, [2, 2]),
            ] + ending,
            reads: [
                1: [-1], 2: [0], 3: [1], 4: [0, 1, 0], 5: [4, 1, 0], 6: [5, 1], 7: [3, 6, 2], 8: [7, 3], 9: [8, 2, 0],
            ]),
        EngineCase(
            "rows", input: [3, 3, 2],
            [
                Flatten(), Dense(units: 19, activation: .relu), Dense(units: 19), Dense(units: 1), Multiply(), Add(), Maximum(),
                Average(), Concatenate(), Dense(units: 2, activation: .sigmoid),
            ],
            reads: [2: [0], 3: [0], 4: [2, 3], 5: [4, 1], 6: [5, 2], 7: [6, 1], 8: [7, 0, 3]]),
    ]

    private static let branches: [EngineCase] = [
        EngineCase(
            "a frozen branch beside a trained one", input: [8, 8, 3],
            [
                conv(16, [3, 3], .same), norm, relu, conv(16, [3, 3], .same), norm, relu, conv(16, [1, 1], strides: [1, 1]),
                Add(),
                relu, conv(4, [3, 3]),
            ] + ending, reads: [3: [-1], 6: [2], 7: [5, 6]], frozen: [3, 4, 5]),
        EngineCase(
            "frozen blocks below a head", input: [8, 8, 3],
            [
                conv(16, [3, 3], .same), norm, relu, conv(16, [1, 1]), norm, relu, conv(16, [3, 3], strides: [1, 1], .same), norm,
                conv(16, [5, 5], .same), norm, Add(), relu, conv(7, [3, 3]),
            ] + ending, reads: [8: [2], 10: [7, 9]], frozen: Set(0...10)),
        EngineCase(
            "a trained layer below frozen ones that branch", input: [8, 8, 3],
            [
                conv(16, [3, 3], .same, .relu), conv(16, [3, 3], .same), norm, conv(16, [1, 1]), norm, Add(), relu,
                MaxPooling2D(),
            ] + ending, reads: [3: [0], 5: [2, 4]], frozen: [1, 2, 3, 4]),
        EngineCase(
            "two heads joined", input: [8, 7, 3],
            [
                conv(16, [3, 3], .same, .relu), Flatten(), Dense(units: 9, activation: .relu), MaxPooling2D(), Flatten(),
                Dense(units: 9, activation: .relu), Concatenate(), Dense(units: 3), Dense(units: 3), Add(), Activation(.softmax),
            ], reads: [3: [0], 6: [2, 5], 8: [6], 9: [7, 8]], loss: CategoricalCrossentropy()),
        EngineCase(
            "a flattened image read by dense layers, dropout and a sum", input: [5, 5, 3],
            [
                conv(16, [3, 3], .same, .relu), Flatten(), Dense(units: 6), Dropout(rate: 0.3), Dense(units: 6), Add(),
                conv(17, [3, 3], .same), Flatten(), Flatten(), Multiply(), Dense(units: 6), Add(),
                Dense(units: 2, activation: .sigmoid),
            ], reads: [3: [1], 5: [2, 4], 6: [0], 8: [6], 9: [7, 8], 11: [10, 5]]),
    ]
}
