import Network
import Testing

@testable import Planning

@Suite struct LayerNamingTests {
    /// As `keras.src.utils.naming.to_snake_case` has them.
    @Test(arguments: [
        ("Conv2D", "conv2d"), ("MaxPooling2D", "max_pooling2d"), ("BatchNormalization", "batch_normalization"),
        ("Dense", "dense"),
        ("Activation", "activation"), ("ReLU", "re_lu"), ("Conv2DTranspose", "conv2d_transpose"), ("LeakyReLU", "leaky_re_lu"),
    ])
    func kindsInSnakeCase(_ kind: String, _ name: String) { #expect(KerasNaming.snakeCase(kind) == name) }

    @Test func writtenNamesKeepTheirPlace() throws {
        let text = """
            models:
              m:
                input: [8, 8, 3]
                layers:
                  - Conv2D: {filters: 1, kernel_size: 1}
                  - Conv2D: {filters: 1, kernel_size: 1, name: conv2d_1}
                  - Conv2D: {filters: 1, kernel_size: 1}
                  - Conv2D: {filters: 1, kernel_size: 1, name: stem}
                  - Conv2D: {filters: 1, kernel_size: 1}
            name: a
            steps: [{build: {model: m}}]
            """
        let network = try #require(Resolving(text).plan().model("m")?.network)
        #expect(network.layers.map(\.name) == ["conv2d", "conv2d_1", "conv2d_2", "stem", "conv2d_3"])
    }

    @Test func twoLayersOfOneNameAreAnError() throws {
        let text = """
            models:
              m: {input: [8, 8, 3], layers: [{Activation: {activation: relu, name: a}}, {Flatten: {name: a}}]}
            """
        let resolving = try Resolving(text)
        #expect(resolving.errors.map(\.id) == ["duplicate-name"])
    }
}
