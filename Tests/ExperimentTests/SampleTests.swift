import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Experiment

/// The notebook's file, read whole.
struct SampleTests {
    private func sample(_ name: String, settings: [String] = []) throws -> ExperimentFile {
        let folder = Fixtures.root.appendingPathComponent("Experiments").path
        let composition = Composer(workingDirectory: "/w").compose(file: "\(folder)/\(name).yaml", settings: settings)
        let (file, diagnostics) = ExperimentDecoder.decode(try #require(composition.document), environment: [:])
        #expect(composition.diagnostics + diagnostics == [])
        return try #require(file)
    }

    @Test func theNotebook() throws {
        let file = try sample("chest-xray-transfer")
        #expect(file.name == "chest-xray-transfer")
        #expect(file.semantics == Semantics(.keras224))
        #expect(file.seed == 42)
        #expect(file.datasets.map(\.name) == ["train_1", "test_1", "train_2", "test_2"])
        let train = file.datasets[0].value
        #expect(train.folder == Fixtures.root.path + "/Experiments/../chest_xray/train")
        #expect(train.imageSize == .init(height: 150, width: 150))
        #expect(train.batchSize == 16)
        #expect(train.$batchSize.position?.line == 12)

        let layers = file.models[0].value.layers
        #expect(layers.count == 22)
        #expect(layers.prefix(4).map(\.written.kind) == ["Conv2D", "Activation", "MaxPooling2D", "BatchNormalization"])
        let filters = layers.compactMap { ($0.layer?.kind as? Conv2D)?.filters }
        #expect(filters == [64, 128, 256, 256])
        #expect((layers[2].layer?.kind as? MaxPooling2D)?.strides == [2, 2])
        #expect((layers.last?.layer?.kind as? Dense)?.activation == .sigmoid)

        #expect(file.augmentations[0].value.map(\.value.kind).first as? Rescale == Rescale(scale: 1.0 / 255))
        let generator = ImageDataGenerator(
            rotationRange: 30, brightnessRange: [0.5, 1.5], shearRange: 0.2, zoomRange: [0.8, 1.2], channelShiftRange: 0.9,
            horizontalFlip: true, rescale: 1.0 / 255)
        #expect(file.augmentations[1].value.map(\.value.kind).first as? ImageDataGenerator == generator)

        let plateau = try #require(file.callbacks[0].value[1].value as? ReduceLROnPlateauArguments)
        #expect(
            plateau.resolved(.min) as? ReduceLROnPlateau == ReduceLROnPlateau(factor: 0.2, patience: 3, minLr: 1e-5))

        #expect(file.steps.map(\.kind).count == 11)
        #expect(file.steps.compactMap(\.label) == ["training_1", "evaluation_1", "training_2", "evaluation_2"])
        let load = try #require(file.steps[6].value as? LoadWeightsArguments)
        #expect(load.from == .training(step: "training_1", which: .best))
        let freeze = try #require(file.steps[7].value as? FreezeArguments)
        #expect(freeze.layers.map(\.wrappedValue) == ["[:-5]"])
        let compile = try #require(file.steps[2].value as? CompileArguments)
        #expect(compile.loss?.value.kind is BinaryCrossentropy)
        #expect(compile.optimizer?.value.kind as? Adam == Adam())
        #expect(compile.metrics.map(\.name) == ["accuracy"])
        #expect(file.claims.map(\.value.value) == [0.7825, 0.7348])
    }

    @Test func settingsTurnParameters() throws {
        let file = try sample("chest-xray-transfer", settings: ["data=../other", "steps.training_1.epochs=3", "batch=8"])
        #expect(file.datasets[0].value.folder == "/w/../other/train")
        #expect(file.datasets.map(\.value.batchSize) == [8, 8, 8, 8])
        #expect((file.steps[3].value as? TrainArguments)?.epochs == 3)
    }

    @Test func thePhantomExtendsIt() throws {
        let file = try sample("phantom-transfer")
        #expect(file.name == "phantom-transfer")
        #expect(file.claims.isEmpty)
        #expect(file.datasets.allSatisfy { $0.value.synthetic != nil && $0.value.folder == nil })
        #expect(file.datasets.allSatisfy { $0.value.imageSize == .init(height: 62, width: 62) })
        #expect(file.steps.count == 12)
        #expect(file.steps.last?.label == "evaluation_damaged")
        let evaluate = try #require(file.steps.last?.value as? EvaluateArguments)
        #expect(evaluate.model == "model_1" && evaluate.data == "test_2")
    }
}
