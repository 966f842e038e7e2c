import EngineOneDNN
import Results
import TestSupport
import Testing
import Training

/// The rules of Keras 3: names, and an epoch that ends with the data.
@Suite struct KerasThreeTests {
    private static let text = TinyExperiment.transfer.replacing("semantics: keras-2.2.4\n", with: "semantics: keras-3\n")
        .replacing("val_acc,", with: "val_accuracy,").replacing("metric: acc,", with: "metric: accuracy,")

    @Test func anEpochIsCutShort() throws {
        nonisolated(unsafe) var steps: [String: [Int]] = [:]
        let run = try TinyExperiment(Self.text).run(
            engine: FastEngine(threads: 1),
            observe: { notice in
                if case .training(step: let id, .epochBegan(epoch: _, epochs: _, steps: let count)) = notice {
                    steps[id, default: []].append(count)
                }
            })
        #expect(run.outcome.failure == nil)
        // 28 images are 4 batches, and 5 were asked for; 16 are 2, and 3 were asked for.
        #expect(steps == ["training_1": [4, 4], "training_2": [2, 2]])
        #expect(run.outcome.record.steps.first { $0.id == "training_1" }?.trainingSteps == 8)
        #expect(
            try run.text("training_1/curves.csv").hasPrefix("epoch,seconds,loss,accuracy,val_loss,val_accuracy,learning_rate\n"))
        #expect(run.outcome.record.metrics["evaluation_1"]?.keys.sorted() == ["accuracy", "loss"])
        #expect(run.outcome.record.semantics == "keras-3")
    }

    /// Under keras-2.2.4 the stream goes on into the next pass instead.
    @Test func theOlderEraWraps() throws {
        nonisolated(unsafe) var steps: [Int] = []
        _ = try TinyExperiment().run(
            engine: FastEngine(threads: 1),
            observe: { notice in
                if case .training(step: "training_1", .epochBegan(epoch: _, epochs: _, steps: let count)) = notice {
                    steps.append(count)
                }
            })
        #expect(steps == [5, 5])
    }
}
