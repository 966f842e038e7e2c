import Network
import Testing

@Suite struct LimitsTests {
    @Test func productsAndSumsStopAtTheLargestInteger() {
        #expect(Limits.product([3, 4, 5]) == 60)
        #expect(Limits.product([Int.max, 2]) == .max)
        #expect(Limits.product([Int.max, 2, 0]) == 0)
        #expect(Limits.product([]) == 1)
        #expect(Limits.sum([1, 2, 3]) == 6)
        #expect(Limits.sum([Int.max, 1, 5]) == .max)
    }

    @Test func countsOfAbsurdShapesDoNotTrap() {
        #expect(Shape([.max, .max, 3]).count == .max)
        #expect(Parameter(name: "kernel", shape: [1 << 40, 1 << 40], initializer: .zeros).count == .max)
        let input = Shape([1 << 20, 1 << 20, 1 << 20])
        let layers: [any Layer] = [
            Conv2D(filters: .max, kernelSize: [.max, .max], strides: [.max, .max], padding: .same), Dense(units: .max), Flatten(),
            MaxPooling2D(poolSize: [.max, .max], strides: [.max, .max], padding: .same), Conv2D(filters: 1, kernelSize: []),
            MaxPooling2D(poolSize: [1], strides: [0, -1]), Conv2D(filters: -1, kernelSize: [0, 0], strides: [0, 0]),
            Conv2D(filters: 4, kernelSize: [.max, .max], dilationRate: [.max, .max], groups: .max),
            Conv2D(filters: 4, kernelSize: [1, 1], dilationRate: [], groups: 0),
            DepthwiseConv2D(kernelSize: [.max, .max], depthMultiplier: .max),
            DepthwiseConv2D(kernelSize: [1, 1], depthMultiplier: -1),
            DepthwiseConv2D(kernelSize: [1, 1], depthMultiplier: 1 << 20),
            SeparableConv2D(filters: .max, kernelSize: [], depthMultiplier: .max),
            SeparableConv2D(filters: 1, kernelSize: [1, 1], depthMultiplier: .max),
            Conv2DTranspose(filters: .max, kernelSize: [.max, .max], strides: [.max, .max], outputPadding: [.max, .min]),
            Conv2DTranspose(filters: 1, kernelSize: [1, 1], outputPadding: []),
            Conv2DTranspose(filters: 1, kernelSize: [1, 1], outputPadding: [-1, 0]),
        ]
        for layer in layers {
            _ = layer.parameters(for: input).map(\.count)
            _ = layer.flops(for: input)
            #expect(layer is Flatten || (try? layer.outputShape(for: input)) == nil, "\(layer)")
        }
    }
}
