import Foundation
import Network
import Plan
import TestSupport
import Testing
import YAMLSyntax

@testable import Experiment

/// One declaration, many readings: that every kind has one, and that it agrees with the types it fills and with Keras.
struct DeclarationTests {
    static let declared: [any Declared.Type] =
        [
            Activation.self, BatchNormalization.self, Conv2D.self, Conv2DTranspose.self, Dense.self, DepthwiseConv2D.self,
            Dropout.self, Flatten.self, MaxPooling2D.self, SeparableConv2D.self,
            ImageDataGenerator.self, PreprocessInput.self, RandomBrightness.self, RandomContrast.self, RandomFlip.self,
            RandomRotation.self,
            RandomTranslation.self, RandomZoom.self, Rescale.self,
            BinaryAccuracy.self, CategoricalAccuracy.self, SparseCategoricalAccuracy.self, TopKCategoricalAccuracy.self,
            SparseTopKCategoricalAccuracy.self, AUC.self, ExactAUC.self, Precision.self, Recall.self, F1Score.self,
            SensitivityAtSpecificity.self, SpecificityAtSensitivity.self, LearningRateSchedulerArguments.self,
            TerminateOnNaNArguments.self, CSVLoggerArguments.self, BackupAndRestoreArguments.self, UnfreezeArguments.self,
            ReinitializeArguments.self, ThawSpec.self, EarlyStoppingArguments.self, ModelCheckpointArguments.self,
            ReduceLROnPlateauArguments.self, PreviewArguments.self, BuildArguments.self, CompileArguments.self,
            TrainArguments.self,
            EvaluateArguments.self, PredictArguments.self, LoadWeightsArguments.self, SaveWeightsArguments.self,
            FreezeArguments.self, DatasetSpec.self, ModelSpec.self, ClaimSpec.self, ExperimentFile.self,
            SyntheticRadiographs.self,
            Repeat.self, Parallel.self, ModelReference.self, Block.self,
            AveragePooling2D.self, Cropping2D.self, ELU.self, GaussianNoise.self, GlobalAveragePooling2D.self,
            GlobalMaxPooling2D.self, GroupNormalization.self, LayerNormalization.self, LeakyReLU.self, Normalization.self,
            ReLU.self,
            Rescaling.self, Reshape.self, Softmax.self, SpatialDropout2D.self, UpSampling2D.self, ZeroPadding2D.self,
        ]
        + (OptimizerFamily.members + LossFamily.members + ScheduleFamily.members + InitializerFamily.members
        + RegularizerFamily.members).compactMap { $0 as? any Declared.Type }

    /// Keras's arguments: by class and name, whether they are demanded, and their defaults.
    private static func keras() throws -> [String: [String: [String: Any]]] {
        let data = try Data(contentsOf: Fixtures.url("experiment/keras_defaults.json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: [String: [String: Any]]])
    }

    /// Defaults never drift: what an empty mapping is read as is the start value, and that is what the schema shows.
    @Test(arguments: declared) func anEmptyMappingIsTheStartValue(_ type: any Declared.Type) throws {
        func check<Root: Declared>(_ type: Root.Type) throws {
            let declaration = type.declaration
            var decoding = Decoding(environment: [:]) { _ in "/" }
            let place = Place(.init(file: "e.yaml", line: 1, column: 1))
            let read = declaration.read([], owner: place, common: .none, &decoding).value
            #expect(String(describing: read) == String(describing: declaration.start))
            #expect(decoding.diagnostics.allSatisfy { $0.id == "missing-key" })
            #expect(declaration.standsAlone == decoding.diagnostics.isEmpty)
        }
        try check(type)
    }

    /// A default that can be written is read as itself.
    @Test(arguments: declared) func aWrittenDefaultIsTheDefault(_ type: any Declared.Type) throws {
        func check<Root: Declared>(_ type: Root.Type) throws {
            let declaration = type.declaration
            for field in declaration.fields where !field.isRequired {
                guard let json = field.json(declaration.start)?.render() else { continue }
                let (node, diagnostics) = YAMLParser.parse(Array("\(field.key): \(json)".utf8), file: "e.yaml")
                #expect(diagnostics == [])
                var decoding = Decoding(environment: [:]) { _ in "/" }
                let place = Place(.init(file: "e.yaml", line: 1, column: 1))
                let reading = declaration.read(try #require(node?.entries), owner: place, common: .none, &decoding)
                #expect(decoding.diagnostics.allSatisfy { $0.id == "missing-key" || $0.id == "conflicting-keys" }, "\(field.key)")
                #expect(reading.places[field.key] != nil)
                #expect(field.json(reading.value) == field.json(declaration.start), "\(declaration.name).\(field.key)")
            }
        }
        try check(type)
    }

    @Test(arguments: declared) func everyKeyHasASentence(_ type: any Declared.Type) {
        func check<Root: Declared>(_ type: Root.Type) {
            let declaration = type.declaration
            for doc in [declaration.doc] + declaration.fields.map(\.doc) {
                #expect(doc.hasSuffix(".") && doc.count > 10, "\(declaration.name): \(doc)")
            }
            #expect(Set(declaration.fields.map(\.key)).count == declaration.fields.count)
            if let bare = declaration.bare { #expect(declaration.fields.contains { $0.key == bare }) }
        }
        check(type)
    }

    /// Where Keras has an argument of the same name, both have the same default, and demand it alike.
    @Test(arguments: declared) func defaultsAreThoseOfKeras(_ type: any Declared.Type) throws {
        func check<Root: Declared>(_ type: Root.Type) throws {
            let declaration = type.declaration
            let path = declaration.name == "a data set" ? "flow_from_directory" : declaration.keras ?? ""
            guard let theirs = try Self.keras()[path] else {
                #expect(
                    declaration.keras?.contains(/layers|losses|optimizers|metrics|callbacks/) != true, "no fixture for \(path)")
                return
            }
            for field in declaration.fields {
                guard let theirs = theirs[field.key == "image_size" ? "target_size" : field.key] else { continue }
                #expect(field.isRequired == (theirs["required"] != nil), "\(path).\(field.key)")
                guard let value = theirs["default"], !(value is NSNull) else { continue }
                let ours = try #require(field.json(declaration.start), "\(path).\(field.key)")
                let object = try JSONSerialization.jsonObject(with: Data(ours.render().utf8), options: .fragmentsAllowed)
                // A pair may stand for a pair of pairs: what counts is what Keras's default is read as.
                let isSame =
                    try (object as? NSObject)?.isEqual(value) == true || Self.json(of: value, as: field, declaration) == ours
                #expect(isSame, "\(path).\(field.key): \(object) and \(value)")
            }
        }
        try check(type)
    }

    /// A value as the declaration shows it, having read it.
    private static func json<Root>(of value: Any, as field: Field<Root>, _ declaration: Declaration<Root>) throws -> JSON? {
        let text = try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)
        let (node, _) = YAMLParser.parse(Array("\(field.key): ".utf8) + Array(text), file: "e.yaml")
        var decoding = Decoding(environment: [:]) { _ in "/" }
        let place = Place(.init(file: "e.yaml", line: 1, column: 1))
        return field.json(declaration.read(node?.entries ?? [], owner: place, common: .none, &decoding).value)
    }

    /// What stands in the lists of Network and Plan can be written; a kind without a declaration would be missing here.
    @Test func everyKindIsDeclared() {
        #expect(Kinds.layers.members.count == LayerFamily.members.count + 3)
        #expect(Kinds.merges.members.map(\.name) == ["Add", "Average", "Concatenate", "Maximum", "Multiply"])
        #expect(Kinds.augmentations.members.count == AugmentationFamily.members.count)
        #expect(Kinds.losses.members.count == LossFamily.members.count)
        #expect(Kinds.optimizers.members.count == OptimizerFamily.members.count)
        #expect(Kinds.schedules.members.count == ScheduleFamily.members.count)
        #expect(Kinds.initializers.members.count == InitializerFamily.members.count)
        #expect(Kinds.regularizers.members.count == RegularizerFamily.members.count)
        #expect(Kinds.metrics.members.count == MetricFamily.members.count)
        #expect(Set(Kinds.callbacks.members.map(\.name)) == Set(CallbackFamily.members.map { $0.kind }))
        #expect(Set(Kinds.steps.members.map(\.name)) == Set(StepFamily.members.map { $0.kind }))
        #expect(Kinds.methods.members.map(\.name) == SweepMethodFamily.members.map { $0.kind })
        #expect(Kinds.schedulers.members.map(\.name) == SchedulerFamily.members.map { $0.kind })
        #expect(Set(Kinds.semantics.members.map(\.name)) == Set(Semantics.Profile.allCases.map(\.rawValue)))
    }

    /// Kinds that fill a type of Network or Plan have a key for each of its properties.
    @Test func noPropertyIsForgotten() {
        func check<Root>(_ declaration: Declaration<Root>, besides: Int = 0) {
            #expect(
                Mirror(reflecting: declaration.start).children.count == declaration.fields.count + besides, "\(declaration.name)")
        }
        // All optimizers have their rules in one property.
        func checkKind(_ kind: any Kind.Type) {
            func open<Root: Declared>(_ type: Root.Type) {
                check(type.declaration, besides: type is any Optimizer.Type ? -8 : 0)
            }
            if let declared = kind as? any Declared.Type { open(declared) }
        }
        for profile in Semantics.Profile.allCases { check(Semantics.declaration(of: profile), besides: 1) }
        check(Conv2D.declaration)
        check(DepthwiseConv2D.declaration)
        check(SeparableConv2D.declaration)
        check(Conv2DTranspose.declaration)
        check(Dense.declaration)
        check(MaxPooling2D.declaration)
        check(BatchNormalization.declaration)
        check(AveragePooling2D.declaration)
        check(UpSampling2D.declaration)
        check(Rescaling.declaration)
        check(Normalization.declaration)
        check(LayerNormalization.declaration)
        check(GroupNormalization.declaration)
        check(ReLU.declaration)
        check(ImageDataGenerator.declaration)
        check(RandomRotation.declaration)
        check(RandomTranslation.declaration)
        for optimizer in OptimizerFamily.members { checkKind(optimizer) }
        for loss in LossFamily.members { checkKind(loss) }
        for schedule in ScheduleFamily.members { checkKind(schedule) }
        for initializer in InitializerFamily.members { checkKind(initializer) }
        for regularizer in RegularizerFamily.members { checkKind(regularizer) }
        check(TrainArguments.declaration)
        check(AUC.declaration)
        check(ExactAUC.declaration)
        check(Precision.declaration)
        check(Recall.declaration)
        check(F1Score.declaration)
        check(SensitivityAtSpecificity.declaration)
        check(SpecificityAtSensitivity.declaration)
        check(ReinitializeArguments.declaration)
        check(DatasetSpec.declaration)
        check(SyntheticRadiographs.declaration)
        // `extends`, `parameters`, `blocks` and `steps+` are keys without a property, and three properties have none.
        check(ExperimentFile.declaration, besides: -1)
        check(SweepSpec.declaration)
        check(ObjectiveSpec.declaration)
        check(SweepDomainSpec.declaration)
        check(SlurmResources.declaration)
        for method in SweepMethodFamily.members { checkKind(method) }
    }
}
