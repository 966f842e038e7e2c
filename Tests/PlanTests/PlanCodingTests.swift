import Foundation
import Network
import Plan
import Testing

@Suite struct PlanCodingTests {
    @Test func aPlanOfEveryKindReadsWhatItWrote() throws {
        let plan = try SamplePlan.make()
        let data = try PlanCoding.encode(plan)
        #expect(try PlanCoding.decode(Plan.self, from: data) == plan)
        #expect(try PlanCoding.encode(PlanCoding.decode(Plan.self, from: data)) == data)
    }

    /// The sample must not fall behind the language.
    @Test func theSampleHasEveryKind() throws {
        let plan = try SamplePlan.make()
        let used = Set(
            plan.steps.map(\.action.name) + plan.models.flatMap { $0.network.layers.map(\.layer.name) }
                + plan.datasets.flatMap { $0.augmentation.map(\.name) }
                + plan.steps.compactMap { $0.action.kind as? TrainStep }.flatMap { $0.callbacks.map(\.name) }
                + plan.steps.compactMap { $0.action.kind as? CompileStep }.flatMap { $0.metrics.map(\.metric.name) })
        let families = [
            StepFamily.members, LayerFamily.members, AugmentationFamily.members, CallbackFamily.members, MetricFamily.members,
        ]
        for kind in families.joined() { #expect(used.contains(kind.kind)) }
    }

    @Test func keysAreKerasSpelling() throws {
        let text = String(decoding: try PlanCoding.encode(SamplePlan.make()), as: UTF8.self)
        for key in ["\"beta_1\" : 0.9", "\"learning_rate\" : 0.0001", "\"kernel_size\"", "\"steps_per_epoch\" : 100"] {
            #expect(text.contains(key), "\(key)")
        }
        #expect(!text.contains("/ "))
    }

    @Test func brokenFilesAreErrorsNotTraps() throws {
        let text = String(decoding: try PlanCoding.encode(SamplePlan.make()), as: UTF8.self)
        for broken in [
            text.replacing("\"Conv2D\"", with: "\"Conv7D\""), text.replacing("\"units\" : 2", with: "\"units\" : -2"), "{}", "",
        ] {
            #expect(throws: (any Error).self) { try PlanCoding.decode(Plan.self, from: Data(broken.utf8)) }
        }
    }

    @Test func countsOfBrokenDatasetsDoNotTrap() {
        var dataset = DatasetPlan(name: "a", source: .folder(path: "/"), imageSize: .init(height: 1, width: 1), batchSize: 0)
        dataset.counts = [.max, .max]
        #expect(dataset.count == .max && dataset.batches == .max)
        dataset.counts = [10, 7]
        dataset.batchSize = 16
        #expect(dataset.batches == 2)
    }
}
