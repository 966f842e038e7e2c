import Network
import Plan
import Testing

@Suite struct TrainingMemoryTests {
    @Test func theEstimateIsTheSumOfItsParts() throws {
        let network = try NetworkDefinition(
            input: Shape([4, 4, 1]),
            layers: [
                ("flatten", SamplePlan.one(Flatten())), ("a", SamplePlan.one(Dense(units: 8))),
                ("b", SamplePlan.one(Dense(units: 2))),
            ])
        let memory = TrainingMemory(network: network, batchSize: 10, frozen: ["a"])
        #expect(memory.parameters == 4 * (16 * 8 + 8 + 8 * 2 + 2))
        #expect(memory.optimizer == 12 * (8 * 2 + 2))
        // Input, two outputs, and twice the largest.
        #expect(memory.activations == 4 * 10 * (16 + 8 + 2 + 16))
        #expect(memory.total == memory.parameters + memory.optimizer + memory.activations)
        #expect(TrainingMemory(network: network, batchSize: .max).total == .max)
    }

    /// What is pooled of a convolution is kept, and nothing of what works in place.
    @Test func whatIsComputedTogetherIsKeptOnce() throws {
        let network = try NetworkDefinition(
            input: Shape([10, 10, 1]),
            layers: [
                ("c", SamplePlan.one(Conv2D(filters: 3, kernelSize: [3, 3]))), ("a", SamplePlan.one(Activation(.relu))),
                ("p", SamplePlan.one(MaxPooling2D())), ("n", SamplePlan.one(BatchNormalization())),
                ("q", SamplePlan.one(MaxPooling2D())), ("f", SamplePlan.one(Flatten())), ("d", SamplePlan.one(Dense(units: 2))),
            ])
        // Input 100; the maxima of 8x8 by 2x2 and those of 4x4, of 3 channels; 2 units; twice the largest.
        #expect(TrainingMemory(network: network, batchSize: 1).activations == 4 * (100 + 48 + 12 + 2 + 96))
    }

    /// Both convolutions of a separable one leave their outputs.
    @Test func separableConvolutionsKeepWhatIsBetween() throws {
        let network = try NetworkDefinition(
            input: Shape([10, 10, 1]),
            layers: [("s", SamplePlan.one(SeparableConv2D(filters: 3, kernelSize: [3, 3], depthMultiplier: 2)))])
        // Input 100; 8x8 of 2 channels and of 3; twice the largest.
        #expect(TrainingMemory(network: network, batchSize: 1).activations == 4 * (100 + 128 + 192 + 2 * 192))
    }
}
