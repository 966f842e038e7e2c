import Network
import Plan
import Testing

@Suite struct PlanTextTests {
    @Test func asciiHasNoOtherCharacters() throws {
        let text = PlanText(try SamplePlan.make(), width: 80, style: .ascii).render()
        #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
    }

    @Test(arguments: [60, 80, 120]) func linesFitTheWidth(_ width: Int) throws {
        for line in PlanText(try SamplePlan.make(), width: width).render().split(separator: "\n") {
            #expect(line.count <= width, "\(line)")
        }
    }

    @Test func everyPartIsThere() throws {
        let text = PlanText(try SamplePlan.make(), width: 160, style: .ascii).render()
        let parts = [
            "sample One of every kind. semantics keras-2.2.4, seed 42 with epoch_end: truncate ",
            "NORMAL 1,341, PNEUMONIA 3,875", "326x16", "12x10x3", "12x10x1", "/data/files.csv (split test)",
            "synthetic radiographs, seed 2",
            "rotation_range: 30", "brightness_range: [0.5, 1.5]", "RandomFlip(mode: horizontal), then RandomRotation(",
            "test_1, drawn: pixels as they are, 0 to 255",
            "load_weights: model: model_1, from: training_1.best, by: order",
            "load_weights model: model_1, from: /weights/a.h5, by: name",
            "steps_per_epoch: 100, epochs: 25, validation_steps: 7",
            "- ModelCheckpoint(monitor: val_acc, mode: max, save_best_only: true)",
            "= at most 2,500 steps in 25 epochs",
            "optimizer: Adam(learning_rate: 0.0001, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-07)",
            "metrics: acc (BinaryAccuracy), categorical_accuracy (CategoricalAccuracy)", "model_1: small, input (12, 10, 3)",
            "conv2d (Conv2D)", "(None, 12, 5, 4)", "freeze [:2] (2 layers): conv2d, activation", "Total params: 570 (2.23 KB)",
            "Trainable params: 490", "Non-trainable params: 80", "per image", "training_1: about",
            "evaluate acc 78.25% is not attainable over 624 images, element-wise (nearest 78.21%, 78.29%), interval 99%",
        ]
        // Where lines break is a matter of the width.
        let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for part in parts { #expect(flat.contains(part), "\(part)\n\(text)") }
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("activation (Activation)") })
        #expect(row.hasSuffix("frozen"))
    }

    /// A chain needs no column for it, and in a graph a layer of two inputs takes two lines, as in Keras's summary.
    @Test func connectionsAreShownWhereThereIsAChoice() throws {
        var plan = try SamplePlan.make()
        plan.models.removeLast()
        #expect(!PlanText(plan, width: 160, style: .ascii).render().contains("Connected to"))
        let layers: [NetworkDefinition.Entry] = [
            .init(name: "a", layer: try SamplePlan.one(Activation(.relu))),
            .init(name: "b", layer: try SamplePlan.one(Activation(.tanh))),
            .init(name: "sum", layer: try SamplePlan.one(Add()), inputs: ["b", "a", "input"]),
        ]
        plan.models = [
            ModelPlan(
                name: "model_1", architecture: "small", network: try NetworkDefinition(input: Shape([2, 2, 1]), layers: layers))
        ]
        let lines = PlanText(plan, width: 160, style: .ascii).render().split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix("Layer (type)") && $0.contains("Connected to") })
        let cells = lines[(start + 2)...].prefix(5).map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).prefix(4).map {
                $0.drop { $0 == " " }.prefix { $0 != " " }
            }
        }
        #expect(cells.map { $0.first } == ["a", "b", "sum", "", ""])
        #expect(cells.map { $0.last } == ["input", "a", "b", "a", "input"])
    }
}
