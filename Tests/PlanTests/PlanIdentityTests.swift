import Foundation
import Network
import Plan
import Testing

@Suite struct PlanIdentityTests {
    /// Changes that change no number.
    @Test(arguments: 0..<10) func whatChangesNoNumberIsLeftOut(_ which: Int) throws {
        let plan = try SamplePlan.make()
        var other = plan
        switch which {
        case 0: other.name = "another"
        case 1: other.description = "Another."
        case 2: other.claims = []
        case 3: other.datasets[0].source = .folder(path: "/elsewhere/train")
        case 4: other.datasets[1].source = .csv(path: "/elsewhere/files.csv", root: "/elsewhere")
        case 5:
            let step = LoadWeightsStep(model: "model_1", from: .file(path: "/elsewhere/a.h5"), by: .name)
            other.steps[2].action = try SamplePlan.one(step)
        case 6, 7, 8:
            let index = try #require(plan.steps.firstIndex { $0.id == ["training_1", "unfreeze", "reinitialize"][which - 6] })
            var action = plan.steps[index].action.value
            if var step = action as? TrainStep {
                step.thaw?[0].selectors = ["conv2d"]
                action = step
            } else if var step = action as? UnfreezeStep {
                step.selectors = ["conv2d"]
                action = step
            } else if var step = action as? ReinitializeStep {
                step.selectors = ["dense"]
                action = step
            }
            other.steps[index].action = try SamplePlan.one(action)
        default:
            let step = FreezeStep(model: "model_1", selectors: ["conv2d", "activation"], layers: ["conv2d", "activation"])
            other.steps[3].action = try SamplePlan.one(step)
        }
        #expect(other != plan)
        #expect(try other.identity() == plan.identity())
    }

    /// Changes that change numbers.
    @Test(arguments: 0..<8) func whatChangesNumbersIsKept(_ which: Int) throws {
        let plan = try SamplePlan.make()
        var other = plan
        switch which {
        case 0: other.seed = 43
        case 1: other.semantics.bestWeights = .always
        case 2: other.datasets[0].batchSize = 8
        case 3: other.datasets[2].source = .synthetic(radiographs: SyntheticRadiographs(count: 41, seed: 2))
        case 4: other.datasets[0].classes.reverse()
        case 5: other.datasets[0].sampling = nil
        case 6:
            let index = try #require(plan.steps.firstIndex { $0.id == "training_1" })
            var step = try #require(plan.steps[index].action.kind as? TrainStep)
            step.thaw?[0].epoch = 4
            other.steps[index].action = try SamplePlan.one(step)
        default: other.steps.swapAt(2, 3)
        }
        #expect(try other.identity() != plan.identity())
    }

    @Test func noPathIsInIt() throws {
        let text = String(decoding: try SamplePlan.make().identity(), as: UTF8.self)
        #expect(!text.contains("/data") && !text.contains("/weights"))
    }

    @Test func unusedDataSetsChangeNothing() throws {
        let plan = try SamplePlan.make()
        var other = plan
        other.datasets.append(DatasetPlan(name: "spare", source: .folder(path: "/x"), imageSize: .init(height: 1, width: 1)))
        #expect(try other.identity() == plan.identity())
    }
}
