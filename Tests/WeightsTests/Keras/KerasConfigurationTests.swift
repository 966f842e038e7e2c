import Testing

@testable import Weights

/// What a model's configuration says about its layers.
struct KerasConfigurationTests {
    private func read(_ text: String) throws -> KerasConfiguration { try KerasConfiguration(json: text.utf8, "config.json") }

    private func layer(_ kind: String, _ arguments: String) -> String { #"{"class_name":"\#(kind)","config":{\#(arguments)}}"# }

    private func model(_ layers: String...) -> String {
        #"{"class_name":"Functional","config":{"name":"m","layers":[\#(layers.joined(separator: ","))]}}"#
    }

    /// As Keras 3.15 names the groups: numbers count within a class and a model.
    @Test func paths() throws {
        let inner = #"{"class_name":"Sequential","config":{"layers":[\#(layer("Conv2D", #""name":"x""#))]}}"#
        let paths = try read(
            model(
                layer("InputLayer", #""name":"in""#), layer("Conv2D", #""name":"a""#),
                layer("BatchNormalization", #""name":"b""#),
                layer("Conv2D", #""name":"c""#), inner, layer("Mine>MaxPooling2D", #""name":"d""#), inner)
        ).paths
        #expect(
            paths.map(\.path) == [
                "input_layer", "conv2d", "batch_normalization", "conv2d_1", "sequential", "sequential/layers/conv2d",
                "max_pooling2d",
                "sequential_1", "sequential_1/layers/conv2d",
            ])
        #expect(paths.map(\.name) == ["in", "a", "b", "c", "Sequential", "x", "d", "Sequential", "x"])
    }

    @Test func channelsFirst() throws {
        let (first, last) = (#""data_format":"channels_first""#, #""data_format":"channels_last""#)
        func says(_ layers: String...) throws -> Bool {
            let text = "[" + layers.joined(separator: ",") + "]"
            // The list alone, as Keras 2.2 wrote it.
            return try read(#"{"class_name":"Sequential","config":\#(text)}"#).flattensChannelsFirst
        }
        #expect(try says(layer("Conv2D", first), layer("Flatten", last)))
        #expect(try says(layer("MaxPooling2D", first), layer("Flatten", "")))
        #expect(try !says(layer("Conv2D", first), layer("Flatten", first)))
        #expect(try !says(layer("Conv2D", last), layer("Flatten", last)))
        #expect(try !says(layer("Conv2D", first), layer("Dense", "")))
    }

    @Test func oddTexts() throws {
        #expect(try read(model(layer("Masking", #""mask_value":NaN,"x":-Infinity"#))).paths.count == 1)
        #expect(try read(#"{"class_name":"Model"}"#).paths.isEmpty)
        for text in ["", "{", "[]", "{}", "1", "\"x\"", String(repeating: "[", count: 100_000)] {
            #expect(throws: MalformedFile.self) { try read(text) }
        }
    }

    /// Keras counts from the second; `conv2d` is no number 2.
    @Test func numbers() {
        let names = ["dense_10", "conv2d_2", "dense", "10", "conv2d", "2", "dense_9", "conv2d_transpose"]
        #expect(
            names.sorted { NumberedName($0) < NumberedName($1) } == [
                "2", "10", "conv2d", "conv2d_2", "conv2d_transpose", "dense", "dense_9", "dense_10",
            ])
        #expect(!(NumberedName("a") < NumberedName("a")))
    }
}
