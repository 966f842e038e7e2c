import Testing

/// The reference itself: gradients by finite differences, and a convolution small enough to do by hand.
@Suite("The reference of the kernels' tests")
struct ReferenceTests {
    @Test("Three by three ones over ones count what they see")
    func byHand() {
        var example = ConvolutionCase(
            name: "by hand", samples: 1, inChannels: 2, outChannels: 1, height: 4, width: 3, isSame: true)
        example.fusions = []
        var data = ConvolutionData(example)
        data.x = [Float](repeating: 1, count: data.x.count)
        data.weights = [Float](repeating: 1, count: data.weights.count)
        let counts: [Double] = [8, 12, 8, 12, 18, 12, 12, 18, 12, 8, 12, 8]
        #expect(ConvolutionReference(example: example, data: data).forward().y == counts)

        // A kernel that picks one neighbour: the one to the upper right.
        data.weights = (0..<9).flatMap { tap -> [Float] in tap == 2 ? [1, 0] : [0, 0] }
        data.x = (0..<12).flatMap { [Float($0), 100] }
        #expect(ConvolutionReference(example: example, data: data).forward().y == [0, 0, 0, 1, 2, 0, 4, 5, 0, 7, 8, 0])

        example.pools = true
        let pooled = ConvolutionReference(example: example, data: data).forward()
        #expect(pooled.values == [2, 8] && pooled.choices == [3, 3])
        data.x = data.x.map { _ in 0 }
        #expect(ConvolutionReference(example: example, data: data).forward().choices == [0, 0])
    }

    @Test(arguments: [true, false], [true, false])
    func finiteDifferences(isSame: Bool, pools: Bool) throws {
        var example = ConvolutionCase(
            name: "differences", samples: 2, inChannels: 2, outChannels: 3, height: 6, width: 5, isSame: isSame, rectifies: true,
            pools: pools)
        example.fusions = [.bias, .inputScale]
        let data = ConvolutionData(example)
        /// Of the sum of all results, each weighed by `gradient`: smooth here, but where a choice changes.
        func loss(_ data: ConvolutionData) -> Double {
            let values = ConvolutionReference(example: example, data: data).forward().values
            return zip(values, data.gradient).reduce(0) { $0 + $1.0 * Double($1.1) }
        }
        let reference = ConvolutionReference(example: example, data: data)
        let state = ForwardState(reference.forward())
        let gradient = reference.backward(values: state.values, choices: state.choices)
        let scales = try #require(data.scale)
        /// By one value, over a step so short that no rectifier and no choice changes.
        func slope(_ place: (inout ConvolutionData, Float) -> Float) -> Double {
            let step = Float(1) / 65536
            var (more, less) = (data, data)
            let width = Double(place(&more, step)) - Double(place(&less, -step))
            return (loss(more) - loss(less)) / width
        }
        func shift(_ value: inout Float, _ step: Float) -> Float {
            value += step
            return value
        }
        for index in stride(from: 0, to: data.x.count, by: 7) {
            // By the value after the map: one more factor.
            let slope = slope { shift(&$0.x[index], $1) } / Double(scales[index % 2])
            #expect(abs(slope - gradient.dx[index]) < 1e-7, "x \(index)")
        }
        for index in data.weights.indices {
            #expect(abs(slope { shift(&$0.weights[index], $1) } - gradient.weights[index]) < 1e-7, "weight \(index)")
        }
        for index in gradient.bias.indices {
            let slope = slope {
                $0.bias?[index] += $1
                return $0.bias?[index] ?? 0
            }
            #expect(abs(slope - gradient.bias[index]) < 1e-7, "bias \(index)")
        }
    }
}
