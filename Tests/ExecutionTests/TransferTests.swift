import Engine
import EngineOneDNN
import EngineReference
import Network
import Plan
import Results
import TestSupport
import Testing
import Weights

/// The second training stands on the first one's best weights, and leaves alone what is frozen.
@Suite struct TransferTests {
    static let engines: [any Engine] = [ReferenceEngine(), OneDNNEngine(threads: 1), FastEngine(threads: 1)]

    private func tensors(_ run: FinishedRun, _ name: String) throws -> [String: Tensor] {
        let contents = try SafeTensors.read([UInt8](run.directory.read(name)), file: name)
        return Dictionary(uniqueKeysWithValues: contents.tensors.map { ($0.name, $0.tensor) })
    }

    @Test(arguments: engines) func loadsTheBestAndTrainsTheRest(_ engine: any Engine) throws {
        let run = try TinyExperiment().run(engine: engine)
        #expect(run.outcome.failure == nil)
        let best = try tensors(run, "training_1/weights/best.safetensors")
        let loaded = try tensors(run, "loaded/loaded.safetensors")
        let trained = try tensors(run, "training_2/weights/last.safetensors")
        #expect(best == loaded)
        #expect(
            best.keys.sorted() == [
                "batch_normalization/beta", "batch_normalization/gamma", "batch_normalization/moving_mean",
                "batch_normalization/moving_variance", "conv2d/bias", "conv2d/kernel", "dense/bias", "dense/kernel",
                "dense_1/bias",
                "dense_1/kernel",
            ])
        for (name, tensor) in trained {
            let frozen = name.hasPrefix("conv2d") || name.hasPrefix("batch_normalization")
            #expect((tensor == best[name]) == frozen, "\(name)")
        }
        let last = try tensors(run, "training_1/weights/last.safetensors")
        #expect(run.outcome.record.steps.first { $0.id == "training_1" }?.bestEpoch == 2 || last != best)
        let report = try run.directory.read(LoadReport.self, from: "load_weights/load_report.json")
        #expect(report.summary == "10 of 10 parameters loaded from training_1.best by order")
        #expect(report.entries.allSatisfy { $0.parameter == $0.tensor && $0.parameterShape == $0.tensorShape })
    }

    /// Both engines start from the same weights, see the same batches and drop the same units.
    @Test func enginesAgree() throws {
        let tiny = try TinyExperiment()
        let curves = try Self.engines.map { try tiny.run(engine: $0).directory.curves(step: "training_1") }
        #expect(curves[0].rows.count == curves[1].rows.count)
        for (one, other) in zip(curves[0].rows, curves[1].rows) {
            for (name, pair) in zip(curves[0].names, zip(one.values, other.values)) where name.hasSuffix("loss") {
                #expect(abs(pair.0 - pair.1) < 1e-4 * abs(pair.0), "\(name)")
            }
        }
    }

    /// What was saved into a file can be loaded by another experiment.
    @Test func weightsTravelByFile() throws {
        let first = try TinyExperiment().run(engine: FastEngine(threads: 1))
        let path = first.directory.url.appendingPathComponent("training_1/weights/best.safetensors").path
        let text = """
            name: reader
            datasets: {test: {synthetic: {radiographs: {count: 12, seed: 2}}, image_size: 16, batch_size: 8, augmentation: [{rescale: 1/255}]}}
            semantics: keras-2.2.4
            \(TinyExperiment.model)
            steps:
              - build: {model: net}
              - load_weights: {model: net, from: \(path)}
              - save_weights: {model: net, to: again.safetensors}
              - compile: {model: net, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
              - evaluate: {model: net, data: test}
            """
        let second = try TinyExperiment(text).run(engine: FastEngine(threads: 1))
        #expect(second.outcome.failure == nil)
        #expect(try tensors(second, "save_weights/again.safetensors") == tensors(first, "training_1/weights/best.safetensors"))
    }
}
