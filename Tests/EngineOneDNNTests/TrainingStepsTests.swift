import Engine
import EngineOneDNN
import TestSupport
import Testing

/// Every optimizer, rule, loss and regularizer for 20 steps beside Keras, on a residual network and on a strided, depthwise one.
struct TrainingStepsTests {
    @Test(arguments: TrainingSteps.all) func stepsAreThoseOfKeras(_ steps: TrainingSteps) throws {
        #expect(steps.losses.count == 20)
        #expect(try steps.differences(FastEngine(threads: 2), tolerance: 1e-4) == [])
    }

    @Test(arguments: TrainingSteps.all) func stepsOfTheOtherEngine(_ steps: TrainingSteps) throws {
        #expect(try steps.differences(OneDNNEngine(threads: 1), tolerance: 1e-4) == [])
    }
}
