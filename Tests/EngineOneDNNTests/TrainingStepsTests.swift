import Engine
import EngineOneDNN
import TestSupport
import Testing

/// Every optimizer, rule, loss and regularizer for 20 steps beside Keras, on a residual network and on a strided, depthwise one.
struct TrainingStepsTests {
    @Test(arguments: TrainingSteps.all) func stepsAreThoseOfKeras(_ steps: TrainingSteps) throws {
        #expect(steps.losses.count == 20)
        let differences = try steps.differences(FastEngine(threads: 2), tolerance: 1e-4)
        #expect(differences.isEmpty, "\(differences.joined(separator: "; "))")
    }

    @Test(arguments: TrainingSteps.all) func stepsOfTheOtherEngine(_ steps: TrainingSteps) throws {
        let differences = try steps.differences(OneDNNEngine(threads: 1), tolerance: 1e-4)
        #expect(differences.isEmpty, "\(differences.joined(separator: "; "))")
    }
}
