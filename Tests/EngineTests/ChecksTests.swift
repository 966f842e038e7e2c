import Engine
import Network
import Testing

struct ChecksTests {
    private func network() throws -> NetworkDefinition {
        let layers =
            [("flatten", Flatten()), ("norm", BatchNormalization()), ("dense", Dense(units: 2))] as [(String, any Layer)]
        return try NetworkDefinition(
            input: Shape([2, 2, 1]), layers: layers.map { ($0.0, try #require(OneOf<LayerFamily>($0.1))) })
    }

    private func message(_ body: () throws(EngineError) -> Void) -> String? {
        do {
            try body()
            return nil
        } catch .mismatch(let message) {
            return message
        } catch { return "another error" }
    }

    @Test func batches() throws {
        let network = try network()
        let good = EngineBatch(count: 2, inputs: Array(repeating: 0, count: 8), targets: [1, 0, 0, 1], weights: [1, 2])
        #expect(message { () throws(EngineError) in try good.check(for: network, targetWidth: network.output.count) } == nil)
        var bad = good
        bad.inputs.append(0)
        let sentence = "a batch of 2 samples of the shape (2, 2, 1) does not have 9 values of inputs"
        #expect(message { () throws(EngineError) in try bad.check(for: network, targetWidth: nil) } == sentence)
        bad = good
        bad.targets = []
        #expect(message { () throws(EngineError) in try bad.check(for: network, targetWidth: nil) } == nil)
        #expect(message { () throws(EngineError) in try bad.check(for: network, targetWidth: network.output.count) } != nil)
        bad.count = .max
        #expect(message { () throws(EngineError) in try bad.check(for: network, targetWidth: nil) } != nil)
        bad.count = -2
        #expect(message { () throws(EngineError) in try bad.check(for: network, targetWidth: nil) } != nil)
    }

    @Test func parameters() throws {
        let network = try network()
        var values = network.parameters.map { Tensor(shape: $0.parameter.shape, repeating: 0) }
        #expect(message { () throws(EngineError) in try network.check(parameters: values) } == nil)
        values[4] = Tensor(shape: [2, 4], repeating: 0)
        #expect(
            message { () throws(EngineError) in try network.check(parameters: values) }
                == "dense/kernel has the shape (4, 2) and was given 8 values of the shape (2, 4)")
        values[4] = Tensor(shape: [4, 2], repeating: 0)
        values[4].values.removeLast()
        #expect(message { () throws(EngineError) in try network.check(parameters: values) } != nil)
        #expect(message { () throws(EngineError) in try network.check(parameters: []) } != nil)
    }

    @Test func frozenNamesAndShapes() throws {
        let network = try network()
        #expect(message { () throws(EngineError) in try network.check(frozen: ["dense", "norm"]) } == nil)
        #expect(
            message { () throws(EngineError) in try network.check(frozen: ["dense", "dens"]) }
                == "the frozen layer dens is not a layer of the network")
        var emptied = network
        emptied.layers[0].inputs[0].extents[0] = 0
        #expect(throws: EngineError.unsupported(layer: "flatten", reason: "a sample of the shape (0, 2, 1) has no values")) {
            try emptied.checkShapes()
        }
    }

    /// A frozen branch beside a trained one is not differentiated, and what reads either is.
    @Test func differentiatedLayers() throws {
        func entry(_ name: String, _ layer: any Layer, _ inputs: [String]) throws -> NetworkDefinition.Entry {
            NetworkDefinition.Entry(name: name, layer: try #require(OneOf(layer)), inputs: inputs)
        }
        let network = try NetworkDefinition(
            input: Shape([3]),
            layers: [
                entry("a", Dense(units: 2), ["input"]), entry("b", Dense(units: 2), ["input"]),
                entry("c", Activation(.relu), ["b"]),
                entry("sum", Add(), ["a", "c"]), entry("end", Dense(units: 1), ["sum"]),
            ])
        func names(_ frozen: Set<String>) -> [String] {
            zip(network.layers, network.differentiated(frozen: frozen)).filter { $1 }.map(\.0.name).sorted()
        }
        #expect(names([]) == ["a", "b", "c", "end", "sum"])
        #expect(names(["b"]) == ["a", "end", "sum"])
        #expect(names(["a", "b"]) == ["end"])
        #expect(names(["a", "end"]) == ["b", "c", "end", "sum"])
        #expect(names(["a", "b", "end"]) == [])
    }
}
