import Engine
import Foundation
import Network
import Plan
import Results
import TestSupport
import Testing
import Training

@testable import Execution

/// The file of a checkpoint, and the folder of them.
@Suite struct CheckpointTests {
    private func checkpoint(done: Int = 1, training: Bool = true) throws -> Checkpoint {
        var record = RunRecord(experiment: "e", runId: "r", seed: 7, semantics: "keras-3")
        record.metrics = ["t": ["loss": 0.1, "acc": Measure(1 / 3)]]
        var state = Checkpoint.State(planSha256: "abc", stepsDone: done, record: record)
        let weights = [Tensor(shape: [2], repeating: -0.0), Tensor(shape: [1, 2], repeating: .nan)]
        if training {
            var left = TrainingState()
            left.callbacks = ["{\"best\":\"nan\"}"]
            left.training = PassState()
            left.training?.metrics = [[0.1, .infinity]]
            left.heldWeights = [2: weights]
            state.training = left
        }
        let compile = CompileStep(
            model: "m", loss: try #require(OneOf(BinaryCrossentropy())), optimizer: try #require(OneOf(Adam())), metrics: [])
        return Checkpoint(
            state: state,
            models: [
                "m": .init(
                    parameters: weights, averages: [1: DebiasedAverage(biased: [0.5, -0.0], updates: 3)], compiled: compile,
                    optimizer: OptimizerState(
                        step: 3, learningRate: 0.1, moments: [[Tensor(shape: [2], repeating: .leastNonzeroMagnitude)], []])),
                "n": .init(parameters: [], compiled: nil, optimizer: nil),
            ])
    }

    /// The bytes say all of it, NaN is no equal of itself.
    @Test func comesBack() throws {
        for training in [true, false] {
            let bytes = try checkpoint(training: training).bytes()
            let back = try Checkpoint(bytes)
            #expect(try back.bytes() == bytes)
            #expect(back.models.keys.sorted() == ["m", "n"] && back.models["m"]?.optimizer?.learningRate == 0.1)
            #expect(back.models["m"]?.averages == [1: DebiasedAverage(biased: [0.5, -0.0], updates: 3)])
            #expect(back.state.training?.training?.metrics == (training ? [[0.1, .infinity]] : nil))
            #expect(back.state.training?.heldWeights[2]?.count == (training ? 2 : nil))
        }
    }

    /// Cut short at every length, with every byte changed, and with more behind it.
    @Test func anyDamageIsSeen() throws {
        let bytes = try checkpoint().bytes()
        for length in 0..<bytes.count {
            #expect(throws: Checkpoint.Unusable.self) { try Checkpoint(bytes.prefix(length)) }
        }
        for place in bytes.indices {
            for change in [0x01, 0x20, 0x80] as [UInt8] {
                var damaged = bytes
                damaged[place] ^= change
                #expect(throws: Checkpoint.Unusable.self, "byte \(place)") { try Checkpoint(damaged) }
            }
        }
        #expect(throws: Checkpoint.Unusable.self) { try Checkpoint(bytes + Data([0])) }
        #expect(throws: Checkpoint.Unusable.self) { try Checkpoint(Data(count: bytes.count)) }
    }

    @Test func theFolderKeepsTwoAndTheLastStep() throws {
        let folder = try TemporaryFolder()
        let run = try RunDirectory.create(in: folder.url, experiment: "e")
        let checkpoints = CheckpointFolder(run)
        for (number, training) in [false, true, true, true, false, true].enumerated() {
            try checkpoints.write(checkpoint(done: number, training: training))
        }
        #expect(checkpoints.entries.map(\.name) == ["000005-step.safetensors", "000006-training.safetensors"])
        try checkpoints.write(checkpoint(done: 6))
        try checkpoints.write(checkpoint(done: 7))
        let again = CheckpointFolder(run)
        #expect(again.entries.map(\.number) == [5, 7, 8])
        #expect(again.newest(ofPlan: "abc", steps: 9).checkpoint?.state.stepsDone == 7)
        #expect(again.newest(ofPlan: "abd", steps: 9).problems.count == 3)
        // A plan of seven steps has no eighth to be in.
        #expect(again.newest(ofPlan: "abc", steps: 7).checkpoint?.state.stepsDone == 6)
        again.remove(after: 5)
        #expect(CheckpointFolder(run).entries.map(\.number) == [5])
        again.remove()
        #expect(!FileManager.default.fileExists(atPath: run.url.appendingPathComponent("checkpoints").path))
    }

    /// Only what steps to come use is kept.
    @Test func needs() throws {
        let plan = try TinyExperiment().plan
        func needs(after id: String) throws -> ModelNeeds {
            let place = try #require(plan.steps.firstIndex { $0.id == id })
            return ModelNeeds(of: plan.steps[(place + 1)...])
        }
        let compiled = try #require(plan.steps.first { $0.action.kind is CompileStep })
        #expect(try needs(after: compiled.id).optimizers == ["model_1"])
        #expect(try needs(after: compiled.id).parameters == ["model_1"])
        #expect(try needs(after: "training_1").parameters == ["model_1"] && needs(after: "training_1").optimizers == [])
        // The second model is built anew.
        #expect(try needs(after: "evaluation_1").parameters == [])
        #expect(try needs(after: "loaded").parameters == ["model_2"] && needs(after: "loaded").optimizers == [])
        #expect(try needs(after: "training_2").parameters == ["model_2"])
        #expect(try needs(after: "predictions") == ModelNeeds(of: []))
    }

    /// Every kind of step that has a model is known as one.
    @Test func everyStepOnAModelIsKnown() throws {
        let kinds = StepFamily.members.filter { !($0 is any ModelStep.Type) }.map { $0.kind }
        #expect(kinds == ["preview"])
    }

    @Test func oneHoldsTheLock() throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("lock")
        var first = try ExclusiveLock.take(url)
        #expect(try ExclusiveLock.take(url) == nil)
        withExtendedLifetime(first) {}
        first = nil
        #expect(try ExclusiveLock.take(url) != nil)
    }
}
