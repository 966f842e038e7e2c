import Network
import Testing

@Suite struct KerasShapesTests {
    @Test(arguments: ["notebook", "odd", "convolutions"]) func networksHaveKerasShapesAndParameters(_ name: String) throws {
        let model = try #require(KerasShapes.load().models[name])
        let layers = try model.layers.map { (name: $0.name, layer: try #require($0.value)) }
        let network = try NetworkDefinition(input: Shape(model.input), layers: layers)
        for (node, expected) in zip(network.layers, model.layers) {
            #expect(node.output.extents == expected.output, "\(node.name)")
            #expect(node.parameters.map(\.name) == expected.parameters.map(\.name), "\(node.name)")
            #expect(node.parameters.map(\.shape) == expected.parameters.map(\.shape), "\(node.name)")
            #expect(node.parameters.map { $0.role == .trainable } == expected.parameters.map(\.trainable), "\(node.name)")
            #expect(node.parameterCount == expected.count, "\(node.name)")
        }
        #expect(network.parameterCount == model.total)
        #expect(network.trainableCount(frozen: Set(model.frozen)) == model.trainable_when_frozen)
    }

    @Test func theNotebooksNetworkHas22Layers() throws {
        let model = try #require(KerasShapes.load().models["notebook"])
        #expect(model.layers.count == 22)
        #expect(model.total == 2_577_858)
    }

    @Test func windowsHaveKerasExtents() throws {
        let windows = try KerasShapes.load().windows
        #expect(windows.count == 396)
        for window in windows {
            let pooling = MaxPooling2D(poolSize: [window.window, 1], strides: [window.stride, 1], padding: window.padding)
            let convolution = Conv2D(
                filters: 1, kernelSize: [window.window, 1], strides: [window.stride, 1], padding: window.padding)
            let input = Shape([window.extent, 4, 1])
            #expect((try? pooling.outputShape(for: input))?.extents.first == window.output, "\(window)")
            #expect((try? convolution.outputShape(for: input))?.extents.first == window.output, "\(window)")
        }
    }
}
