import EngineReference
import TestSupport
import Testing

/// Every optimizer, rule, loss and regularizer for 20 steps beside Keras, on a residual network and on a strided, depthwise one.
struct TrainingStepsTests {
    @Test func allAreThere() throws { #expect(try TrainingSteps.load().count == 82) }

    @Test(arguments: TrainingSteps.all) func stepsAreThoseOfKeras(_ steps: TrainingSteps) throws {
        #expect(steps.losses.count == 20)
        let differences = try steps.differences(ReferenceEngine(), tolerance: 1e-4)
        #expect(differences.isEmpty, "\(differences.joined(separator: "; "))")
    }
}
