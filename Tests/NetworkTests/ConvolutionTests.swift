import Foundation
import Network
import TestSupport
import Testing

/// The rules of the convolutional layers: shapes, what is refused and with which remedy, what an older plan holds.
@Suite struct ConvolutionTests {
    /// Extents of transposed convolutions as Keras on TensorFlow has them, or refuses them; see `engine/make_convolutions.py`.
    @Test func transposedExtents() throws {
        let data = try Data(contentsOf: Fixtures.url("engine/transposed_shapes.json"))
        let cases = try JSONDecoder().decode([Transposed].self, from: data)
        #expect(cases.count > 200 && cases.contains { $0.result == nil })
        for example in cases {
            let layer = Conv2DTranspose(
                filters: 1, kernelSize: [example.window, 1], strides: [example.stride, 1], padding: example.padding,
                outputPadding: example.added.map { [$0, 0] }, dilationRate: [example.rate, 1])
            let output = try? layer.outputShape(for: Shape([example.extent, 2, 1]))
            // Keras gives maps without rows too.
            #expect(output?.extents.first == example.result.flatMap { $0 > 0 ? $0 : nil }, "\(example)")
        }
    }

    private struct Transposed: Decodable {
        var padding: Conv2D.Padding
        var extent: Int
        var window: Int
        var rate: Int
        var stride: Int
        var added: Int?
        var result: Int?

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            padding = try row.decode(Conv2D.Padding.self)
            (extent, window) = (try row.decode(Int.self), try row.decode(Int.self))
            (rate, stride) = (try row.decode(Int.self), try row.decode(Int.self))
            (added, result) = (try row.decode(Int?.self), try row.decode(Int?.self))
        }
    }

    /// The convolution that a transposed one has is one of the output that gives the input.
    @Test func transposedOfAConvolution() throws {
        let layer = Conv2DTranspose(filters: 3, kernelSize: [3, 2], strides: [2, 3], padding: .same)
        let (input, output) = (Shape([4, 5, 7]), try layer.outputShape(for: Shape([4, 5, 7])))
        #expect(output.extents == [8, 15, 3])
        let convolution = try #require(layer.convolutions(from: input, to: output).first?.convolution)
        let inverse = Conv2D(filters: 7, kernelSize: [3, 2], strides: [2, 3], padding: .same)
        #expect(try inverse.outputShape(for: output) == input)
        #expect(convolution == inverse.convolutions(from: output, to: input)[0].convolution)
        #expect(convolution.before == [0, 0] && convolution.after == [1, -1])
    }

    @Test func refusals() {
        func refuses(_ layer: any Layer, on input: [Int] = [9, 9, 6], _ message: String, _ help: String) {
            #expect(throws: ShapeError(message, help: [help])) { try layer.outputShape(for: Shape(input)) }
        }
        let divisors = "groups that divide 6 channels and 10 filters: 1, 2"
        refuses(
            Conv2D(filters: 10, kernelSize: [3, 3], groups: 4),
            "Conv2D has 4 groups, which do not divide the 6 channels of its input",
            divisors)
        refuses(
            Conv2D(filters: 10, kernelSize: [3, 3], groups: 3), "Conv2D has 3 groups, which do not divide the 10 filters",
            divisors)
        refuses(
            Conv2D(filters: 1, kernelSize: [3, 3], groups: 0), "Conv2D has groups 0",
            "groups is a whole number from 1 to 2147483647")
        for layer: any Layer in [
            Conv2D(filters: 2, kernelSize: [2, 2], strides: [2, 1], dilationRate: [1, 2]),
            DepthwiseConv2D(kernelSize: [2, 2], strides: [2, 1], dilationRate: [1, 2]),
            SeparableConv2D(filters: 2, kernelSize: [2, 2], strides: [2, 1], dilationRate: [1, 2]),
            Conv2DTranspose(filters: 2, kernelSize: [2, 2], strides: [2, 1], dilationRate: [1, 2]),
        ] {
            refuses(
                layer, "\(type(of: layer).kind) has strides (2, 1) and dilation_rate (1, 2); as in Keras, only one goes beyond 1",
                "leave strides or dilation_rate at 1")
        }
        refuses(
            DepthwiseConv2D(kernelSize: [3, 3], dilationRate: [5, 1]),
            "DepthwiseConv2D has a window of 11 but its input has a height of only 9",
            "use fewer pooling layers or larger images, a smaller window, or padding: same")
        refuses(
            Conv2DTranspose(filters: 1, kernelSize: [2, 2], strides: [2, 2], outputPadding: [1, 2]),
            "Conv2DTranspose has output_padding (1, 2) and strides (2, 2)", "output_padding is from 0 to below strides")
        refuses(
            Conv2DTranspose(filters: 1, kernelSize: [2, 3], strides: [3, 3], padding: .same, outputPadding: [0, 0]),
            "Conv2DTranspose has output_padding 0 and strides 3 with a window of 2 and padding same, and no convolution has that transpose",
            "leave output_padding out, or use one from 1 to 2")
        refuses(
            SeparableConv2D(filters: 1, kernelSize: [1, 1], depthMultiplier: 1 << 28), on: [9, 9, 1],
            "SeparableConv2D has (9, 9, 268435456) values a sample between its convolutions, more than the 2147483647 that can be addressed",
            "use smaller images or a smaller depth_multiplier")
        refuses(
            DepthwiseConv2D(kernelSize: [1, 1]), on: [4],
            "DepthwiseConv2D needs an image of height, width and channels, and its input has the shape (4)",
            "move DepthwiseConv2D before Flatten and Dense")
    }

    /// Two for each product: of a group's channels with a filter's kernel, of both kernels of a separable one, and for each input pixel of a
    /// transposed one.
    @Test func operations() {
        let input = Shape([8, 6, 4])
        #expect(Conv2D(filters: 6, kernelSize: [3, 2], padding: .same).flops(for: input) == 2 * 8 * 6 * 6 * 3 * 2 * 4)
        #expect(Conv2D(filters: 6, kernelSize: [3, 2], padding: .same, groups: 2).flops(for: input) == 2 * 8 * 6 * 6 * 3 * 2 * 2)
        #expect(
            DepthwiseConv2D(kernelSize: [3, 2], strides: [2, 2], padding: .same, depthMultiplier: 3).flops(for: input) == 2 * 4
                * 3 * 12 * 6)
        #expect(
            SeparableConv2D(filters: 5, kernelSize: [3, 3], padding: .same, depthMultiplier: 2).flops(for: input)
                == 2 * 48 * 8 * 9 + 2 * 48 * 8 * 5)
        #expect(Conv2DTranspose(filters: 5, kernelSize: [3, 3], strides: [2, 2]).flops(for: input) == 2 * 48 * 9 * 4 * 5)
    }

    /// Fans are those of the shape's last two axes, whatever they mean (`keras.src.initializers.random_initializers.compute_fans`).
    @Test func initialValues() {
        func fans(_ layer: any Layer) -> [Initializer] { layer.parameters(for: Shape([9, 9, 6])).map(\.initializer) }
        #expect(fans(Conv2D(filters: 4, kernelSize: [3, 2], groups: 2)) == [.glorotUniform(fanIn: 18, fanOut: 24), .zeros])
        #expect(
            fans(DepthwiseConv2D(kernelSize: [3, 2], depthMultiplier: 2)) == [.glorotUniform(fanIn: 36, fanOut: 12), .zeros])
        #expect(
            fans(SeparableConv2D(filters: 5, kernelSize: [3, 2], depthMultiplier: 2)) == [
                .glorotUniform(fanIn: 36, fanOut: 12), .glorotUniform(fanIn: 12, fanOut: 5), .zeros,
            ])
        #expect(fans(Conv2DTranspose(filters: 4, kernelSize: [3, 2])) == [.glorotUniform(fanIn: 24, fanOut: 36), .zeros])
    }

    /// A plan of before dilation and groups reads as it is, and is written as it was.
    @Test func laterArgumentsAreLeftOutOfPlans() throws {
        let before = """
            {"activation":"linear","filters":4,"kernelSize":[3,3],"kind":"Conv2D","padding":"valid","strides":[1,1],"useBias":true}
            """
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        func text(_ layer: Conv2D) throws -> String {
            String(decoding: try encoder.encode(try #require(OneOf<LayerFamily>(layer))), as: UTF8.self)
        }
        let layer = Conv2D(filters: 4, kernelSize: [3, 3])
        #expect(try text(layer) == before)
        #expect(try JSONDecoder().decode(OneOf<LayerFamily>.self, from: Data(before.utf8)) == OneOf(layer))
        let other = Conv2D(filters: 4, kernelSize: [3, 3], dilationRate: [1, 2], groups: 2)
        let written = try text(other)
        #expect(written.contains("\"dilationRate\":[1,2]") && written.contains("\"groups\":2"))
        #expect(try JSONDecoder().decode(OneOf<LayerFamily>.self, from: Data(written.utf8)) == OneOf(other))
    }
}
