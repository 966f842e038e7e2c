import Engine
import EngineOneDNN
import EngineReference
import Foundation
import Plan
import Results
import TestSupport
import Testing
import Weights

@testable import Execution

/// Layers that become trainable under way, layers drawn anew, and everything that a training keeps beside its weights, interrupted.
@Suite struct ThawTests {
    /// A training with every callback, a metric of every sort of state, balanced classes and a thaw; then a second one.
    private static func text(_ thaw: String = "thaw: [{epoch: 2, layers: conv2d}],") -> String {
        """
        assay: 1
        name: tiny
        seed: 7
        augmentations:
          damaged: [{RandomFlip: horizontal}, {RandomBrightness: {factor: 0.2}}, {rescale: 1/255}]
        datasets:
          train: {synthetic: {radiographs: {count: 22, seed: 1, balance: 0.25}}, image_size: [16, 16], batch_size: 8,
                  augmentation: damaged, class_weight: balanced, sampling: balanced}
          test: {synthetic: {radiographs: {count: 12, seed: 2}}, image_size: [16, 16], batch_size: 8, augmentation: [{rescale: 1/255}]}
        \(TinyExperiment.model)
        callbacks:
          all:
            - LearningRateScheduler: {epochs: {1: 1e-3, 3: 5e-4}}
            - CSVLogger: {filename: training.csv, append: true}
            - BackupAndRestore: {save_freq: 2}
            - TerminateOnNaN
        steps:
          - build: {model: net}
          - reinitialize: {model: net, layers: dense, seed: 3}
          - save_weights: {id: drawn, model: net, to: drawn.safetensors}
          - freeze: {model: net, layers: "[:4]"}
          - compile: {model: net, loss: binary_crossentropy, optimizer: adam,
                      metrics: [accuracy, AUC, ExactAUC, F1Score, {Precision: {class_id: 1}}]}
          - train: {id: training_1, model: net, data: train, validation_data: test, epochs: 3, \(thaw) callbacks: all}
          - save_weights: {id: between, model: net, to: between.safetensors}
          - train: {id: training_2, model: net, data: train, epochs: 1, callbacks: all}
          - evaluate: {id: evaluation, model: net, data: test}

        """
    }

    private static func engine(_ name: String) -> any Engine {
        name == "fast" ? FastEngine(threads: 1) : ReferenceEngine()
    }

    /// A question at which a run is asked to end.
    private final class Signal {
        private var left: Int
        private(set) var wasGiven = false
        init(after left: Int) { self.left = left }
        func received() -> Int32? {
            left -= 1
            if left < 0 { wasGiven = true }
            return left < 0 ? SIGTERM : nil
        }
    }

    /// Interrupted anywhere, a run leaves the same bytes.
    @Test(arguments: ["reference", "fast"]) func fromEveryPlace(_ name: String) throws {
        let engine = Self.engine(name)
        let whole = try TinyExperiment(Self.text()).run(engine: engine)
        #expect(whole.outcome.record.status == .completed, "\(whole.outcome)")
        var places = 0
        for count in stride(from: 0, through: 200, by: name == "reference" ? 3 : 7) {
            let tiny = try TinyExperiment(Self.text())
            let signal = Signal(after: count)
            _ = try tiny.run(engine: engine, interruption: signal.received)
            guard signal.wasGiven else { break }
            places += 1
            let run = try tiny.resume(engine: engine, loaderThreads: 2)
            #expect(try run.record().status == .completed, "\(count)")
            try run.expectEqual(to: whole, "\(count)")
        }
        #expect(places > 4)
    }

    /// Again and again, a few questions at a time.
    @Test func manyTimes() throws {
        let tiny = try TinyExperiment(Self.text())
        let whole = try TinyExperiment(Self.text()).run()
        var run = try tiny.run(interruption: Signal(after: 7).received)
        var times = 0
        while run.outcome.record.status == .interrupted, times < 100 {
            times += 1
            run = try tiny.resume(checkpointSeconds: 0, interruption: Signal(after: 5).received)
        }
        #expect(times > 4)
        try run.expectEqual(to: whole)
    }

    private func weights(_ run: FinishedRun, _ name: String) throws -> [String: [Float]] {
        let file = try SafeTensors.read([UInt8](run.directory.read(name)), file: name)
        return Dictionary(file.tensors.map { ($0.name, $0.tensor.values) }) { first, _ in first }
    }

    /// A layer stays as it is until its epoch, and is trained from there on; what is not frozen is drawn anew where that is asked for.
    @Test func onlyWhatIsThawedMoves() throws {
        let run = try TinyExperiment(Self.text()).run()
        let still = try TinyExperiment(Self.text("")).run()
        #expect(run.outcome.record.status == .completed)
        let (drawn, after) = (try weights(run, "drawn/drawn.safetensors"), try weights(run, "between/between.safetensors"))
        let frozen = try weights(still, "between/between.safetensors")
        let convolution = drawn.keys.filter { $0.contains("conv2d") }
        #expect(convolution.count == 2)
        #expect(convolution.allSatisfy { frozen[$0] == drawn[$0] && after[$0] != drawn[$0] })
        // Normalization is frozen to the end.
        #expect(drawn.keys.filter { $0.contains("batch_normalization") }.allSatisfy { after[$0] == drawn[$0] })
        // The epochs before the thaw are those of a training without it; the others are not.
        let (curves, others) = (try run.curves("training_1"), try still.curves("training_1"))
        #expect(curves[...1] == others[...1] && curves[2] != others[2])
        #expect(try run.directory.events().contains { $0.action == "thawed" && $0.epoch == 2 })
    }

    /// Thawing what has no values changes no byte: what the optimizer remembers of the others, its steps and its rate go on.
    @Test(arguments: ["reference", "fast"]) func theOptimizerGoesOn(_ name: String) throws {
        let engine = Self.engine(name)
        let still = try TinyExperiment(Self.text("")).run(engine: engine)
        let thawed = try TinyExperiment(Self.text("thaw: [{epoch: 2, layers: max_pooling2d}],")).run(engine: engine)
        #expect(try thawed.directory.events().contains { $0.action == "thawed" })
        #expect(try weights(still, "between/between.safetensors") == weights(thawed, "between/between.safetensors"))
        #expect(try still.curves("training_1") == thawed.curves("training_1"))
    }

    /// A layer drawn anew has other values, the others those of the build; another seed, and another step's id, draw otherwise.
    @Test func reinitialize() throws {
        func drawn(_ old: String, _ new: String) throws -> [String: [Float]] {
            try weights(TinyExperiment(TinyExperiment.changed(old, new, in: Self.text())).run(), "drawn/drawn.safetensors")
        }
        let step = "  - reinitialize: {model: net, layers: dense, seed: 3}\n"
        let built = try drawn(step, "")
        let one = try drawn(step, step)
        let kernels = built.keys.filter { $0.hasPrefix("dense/") || $0.hasPrefix("dense.") }
        let changed = built.keys.filter { built[$0] != one[$0] }
        #expect(changed.count == 1 && changed.allSatisfy { kernels.contains($0) }, "\(changed) \(kernels)")
        #expect(try drawn("seed: 3}", "seed: 4}") != one)
        #expect(try drawn("seed: 3}", "seed: 3, id: other}") != one)
    }

    /// Both trainings in one file, in Keras's form.
    @Test func csvFile() throws {
        let run = try TinyExperiment(Self.text()).run()
        let lines = try run.text("training.csv").components(separatedBy: "\r\n")
        #expect(lines.count == 6 && lines.last == "")
        #expect(
            lines[0]
                == "epoch,accuracy,auc,exact_auc,f1_score_0,f1_score_1,learning_rate,loss,precision,"
                + "val_accuracy,val_auc,val_exact_auc,val_f1_score_0,val_f1_score_1,val_loss,val_precision")
        #expect(lines[1...4].map { $0.prefix(2) } == ["0,", "1,", "2,", "0,"])
        #expect(lines[3].split(separator: ",")[6] == "0.0005")
        #expect(try run.curves("training_1")[0].contains("val_exact_auc"))
        let figures = try run.files().filter { $0.hasPrefix("figures/training_1") && $0.hasSuffix(".svg") }
        #expect(figures.count == 7, "\(figures)")
    }
}
