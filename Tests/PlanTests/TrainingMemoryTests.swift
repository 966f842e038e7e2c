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
        // Input, three outputs, and twice the largest.
        #expect(memory.activations == 4 * 10 * (16 + 16 + 8 + 2 + 32))
        #expect(memory.total == memory.parameters + memory.optimizer + memory.activations)
        #expect(TrainingMemory(network: network, batchSize: .max).total == .max)
    }
}
