import Diagnostics
import Engine
import EngineReference
import Foundation
import Network
import Plan
import Randomness
import TestSupport
import Testing
import Weights

/// A file of PyTorch's through a mapping; see `Tests/Fixtures/weights/make_torch.py`.
@Suite struct TorchWeightsTests {
    private struct Expected: Decodable {
        var bytes: [Int]
        var outputs: [Double]
    }

    private static let path = Fixtures.url("weights/torch.safetensors").path

    private static func model(_ mapping: String) -> String {
        """
        assay: 1
        name: torch
        models:
          net:
            input: [14, 14, 3]
            layers:
              - Conv2D: {name: conv_0, filters: 4, kernel_size: 3}
              - Activation: relu
              - MaxPooling2D: 2
              - BatchNormalization: {name: norm_3, epsilon: 1e-5}
              - Conv2D: {name: conv_4, filters: 6, kernel_size: 3}
              - Activation: relu
              - MaxPooling2D: 2
              - BatchNormalization: {name: norm_7, epsilon: 1e-5}
              - Flatten
              - Dropout: 0.2
              - Dense: {name: head_0, units: 8, activation: relu}
              - Dense: {name: head_2, units: 2, activation: sigmoid}
        steps:
          - build: {model: net}
          - load_weights: {model: net, from: \(path), mapping: \(mapping)}
          - save_weights: {model: net, to: net.safetensors}
        """
    }

    @Test func predictsAsPyTorchDoes() throws {
        let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: Fixtures.url("weights/torch.json")))
        let tiny = try TinyExperiment(
            Self.model("{\"conv_*\": \"features.*\", \"norm_*\": \"features.*\", \"head_*\": \"classifier.*\"}"))
        let run = try tiny.run()
        #expect(run.outcome.failure == nil)
        let report = try run.directory.read(LoadReport.self, from: "load_weights/load_report.json")
        #expect(report.layout == .torch)
        #expect(
            report.summary.contains("16 of 16 parameters loaded") && report.summary.contains("2 tensors of the file not used"))
        #expect(report.entries.first { $0.parameter == "head_0/kernel" }?.rearranged == "transposed, rows CHW to HWC")
        #expect(report.entries.first { $0.parameter == "norm_3/moving_variance" }?.tensor == "features.3.running_var")

        let network = try #require(tiny.plan.model("net")).network
        let file = try SafeTensors.read([UInt8](run.directory.read("save_weights/net.safetensors")), file: "net")
        let session = try ReferenceEngine().makeSession(network: network, semantics: Semantics(.keras3), key: RandomKey(seed: 0))
        try session.setParameters(file.tensors.map(\.tensor))
        let images = expected.bytes.map { Float($0) / 256 }
        let outputs = try session.predict(EngineBatch(count: 4, inputs: images, targets: []))
        for (found, expected) in zip(outputs, expected.outputs) { #expect(abs(Double(found) - expected) < 1e-6) }
    }

    /// A run that meets a file that does not fit leaves the report that says so.
    @Test func aRefusalLeavesItsReport() throws {
        let run = try TinyExperiment(Self.model("{\"conv_*\": \"features.*\", head_0: classifier.2}")).run()
        #expect(run.outcome.failure?.id == "weights-mismatch")
        #expect(run.outcome.record.exitCode == 65)
        let report = try run.directory.read(LoadReport.self, from: "load_weights/load_report.json")
        #expect(report.entries.filter { $0.outcome == .refused }.map(\.parameter) == ["head_0/kernel", "head_0/bias"])
    }
}
