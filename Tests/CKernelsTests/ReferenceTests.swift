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
        let step = Float(1) / 4096
        func slope(_ path: WritableKeyPath<ConvolutionData, [Float]>, _ index: Int) -> Double {
            var (more, less) = (data, data)
            more[keyPath: path][index] += step
            less[keyPath: path][index] -= step
            return (loss(more) - loss(less)) / Double(more[keyPath: path][index] - less[keyPath: path][index])
        }
        for index in stride(from: 0, to: data.x.count, by: 7) {
            // By the value after the map: one more factor.
            let slope = slope(\.x, index) / Double(scales[index % 2])
            #expect(abs(slope - gradient.dx[index]) < 1e-3, "x \(index)")
        }
        for index in data.weights.indices {
            #expect(abs(slope(\.weights, index) - gradient.weights[index]) < 1e-2, "weight \(index)")
        }
        for index in gradient.bias.indices {
            var (more, less) = (data, data)
            more.bias?[index] += step
            less.bias?[index] -= step
            #expect(abs((loss(more) - loss(less)) / Double(2 * step) - gradient.bias[index]) < 1e-2, "bias \(index)")
        }
    }
}
