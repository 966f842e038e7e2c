import Foundation
import Network
import Plan
import Testing

@Suite struct PlanDifferenceTests {
    private func changes(_ change: (inout Plan) throws -> Void) throws -> [String] {
        let plan = try SamplePlan.make()
        var other = plan
        try change(&other)
        return try PlanDifference(from: plan, to: other).changes.map(\.description)
    }

    private func training(_ plan: inout Plan, _ change: (inout TrainStep) throws -> Void) throws {
        let index = try #require(plan.steps.firstIndex { $0.id == "training_1" })
        var step = try #require(plan.steps[index].action.value as? TrainStep)
        try change(&step)
        plan.steps[index].action = try SamplePlan.one(step)
    }

    @Test func equalPlansDoNotDiffer() throws { #expect(try changes { _ in } == []) }

    @Test func placesAreNamedAsTheLanguageNamesThem() throws {
        #expect(try changes { try training(&$0) { $0.epochs = 5 } } == ["steps.training_1.epochs: 25 -> 5"])
        #expect(try changes { $0.seed = 7 } == ["seed: 42 -> 7"])
        #expect(try changes { $0.datasets[0].batchSize = 8 } == ["datasets.train_1.batch_size: 16 -> 8"])
        #expect(try changes { $0.datasets[0].limit = nil } == ["datasets.train_1.limit: 4000 is gone"])
        #expect(try changes { $0.datasets[1].limit = 3 } == ["datasets.test_1.limit: 3 is new"])
        #expect(
            try changes { $0.datasets[2].source = .synthetic(radiographs: SyntheticRadiographs(count: 41, seed: 2)) }
                == ["datasets.drawn.synthetic.radiographs.count: 40 -> 41"])
        #expect(try changes { $0.semantics.bestWeights = .always }.count == 1)
    }

    /// What stands in a list by its kind is found by it, and one more does not move the others.
    @Test func kindsInLists() throws {
        #expect(
            try changes { plan in
                try training(&plan) {
                    $0.callbacks[1] = try SamplePlan.one(ReduceLROnPlateau(factor: 0.2, patience: 4, minLr: 1e-5))
                }
            } == ["steps.training_1.callbacks.ReduceLROnPlateau.patience: 3 -> 4"])
        #expect(
            try changes { plan in try training(&plan) { $0.callbacks.removeFirst() } }
                == ["steps.training_1.callbacks.ModelCheckpoint: ModelCheckpoint is gone"])
        #expect(
            try changes { plan in
                try training(&plan) { $0.callbacks.append(try SamplePlan.one(EarlyStopping(patience: 3))) }
            } == ["steps.training_1.callbacks.EarlyStopping[1]: EarlyStopping is new"])
        #expect(
            try changes { plan in
                let index = try #require(plan.steps.firstIndex { $0.id == "predict" })
                plan.steps[index].action = try SamplePlan.one(EvaluateStep(model: "model_1", data: "drawn"))
            } == ["steps.predict: predict -> evaluate"])
    }

    /// A layer with other arguments is one change, though the shapes of those after it change too.
    @Test func shapesFollow() throws {
        let changes = try changes { plan in
            var layers = SamplePlan.layers
            layers[0] = Conv2D(
                filters: 6, kernelSize: [3, 2], strides: [1, 2], padding: .same, useBias: false, activation: .tanh)
            plan.models[0].network = try NetworkDefinition(
                input: Shape([12, 10, 3]),
                layers: layers.map { (name: "\(type(of: $0).kind)".lowercased(), layer: try SamplePlan.one($0)) })
        }
        #expect(changes == ["models.model_1.layers.conv2d.filters: 4 -> 6"])
    }

    @Test func stepsThatComeGoAndMove() throws {
        #expect(
            try changes { $0.steps.insert(StepPlan(id: "again", action: try SamplePlan.one(BuildStep(model: "m"))), at: 0) }
                == ["steps.again: build is new"])
        #expect(try changes { $0.steps.removeLast() } == ["steps.save_weights: save_weights is gone"])
        let moved = try changes { $0.steps.swapAt(0, 1) }
        #expect(moved.count == 1 && moved[0].hasPrefix("steps (order): [preview, build, "))
        #expect(moved[0].contains(" -> [build, preview, "))
    }

    /// Plans of other versions, and what is no plan at all.
    @Test func anyJSONCanBeCompared() throws {
        func changes(_ old: String, _ new: String) throws -> [String] {
            try PlanDifference(from: Data(old.utf8), to: Data(new.utf8)).changes.map(\.description)
        }
        #expect(try changes("{\"a\": 1}", "[]") == ["the plan: {a: 1} -> []"])
        #expect(
            try changes("{\"a\": {\"b\": 0.5}}", "{\"a\": {\"b\": null}, \"c\": true}") == ["a.b: 0.5 -> null", "c: true is new"])
        let long = String(repeating: "x", count: 500)
        #expect(try changes("\"\(long)\"", "\"\"") == ["the plan: \(long.prefix(77))... -> \"\""])
        #expect(throws: (any Error).self) { try changes("{", "{}") }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: (any Error).self) { try changes(deep, "{}") }
    }

    @Test func jsonComesBack() throws {
        let text = #"{"a":[1,2.5,true,null,"s",{"keyOne":-3}],"big":9007199254740993}"#
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(
            value["a"]
                == .array([.integer(1), .number(2.5), .boolean(true), .null, .string("s"), .object(["keyOne": .integer(-3)])]))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
        // Keys of a plan are not touched by the coding of plans either.
        let data = try PlanCoding.encode(value)
        #expect(try PlanCoding.decode(JSONValue.self, from: data) == value)
    }
}
