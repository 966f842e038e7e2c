import Network
import Plan
import Testing

/// A plan with one of every kind.
enum SamplePlan {
    static func one<Family: KindFamily>(_ kind: any Kind, _ family: Family.Type = Family.self) throws -> OneOf<Family> {
        try #require(OneOf<Family>(kind))
    }

    static let augmentations: [any AugmentationKind] = [
        ImageDataGenerator(
            rotationRange: 30, widthShiftRange: 0.1, heightShiftRange: 3, brightnessRange: [0.5, 1.5], shearRange: 0.2,
            zoomRange: [0.8, 1.2], channelShiftRange: 0.9, fillMode: .constant, cval: 7, horizontalFlip: true, verticalFlip: true,
            rescale: 1.0 / 255, samplewiseCenter: true, samplewiseStdNormalization: true),
        RandomBrightness(factor: 0.2), RandomContrast(factor: 0.3), RandomFlip(mode: .horizontal),
        RandomRotation(degrees: 10, fillMode: .wrap, fillValue: 3), RandomTranslation(height: 0.1, width: 0.2),
        RandomZoom(range: 0.1), Rescale(scale: 1.0 / 255, offset: -1), PreprocessInput(mode: .torch),
    ]

    static let layers: [any Layer] = [
        Conv2D(filters: 4, kernelSize: [3, 2], strides: [1, 2], padding: .same, useBias: false, activation: .tanh),
        Activation(.relu), MaxPooling2D(poolSize: [2, 2], strides: [1, 1], padding: .same), BatchNormalization(momentum: 0.9),
        Flatten(),
        Dropout(rate: 0.2), Dense(units: 2, activation: .softmax),
    ]

    /// Layers of a graph: what comes before it, what its branches are, and what follows where they meet.
    static let branches: [(name: String, layer: any Layer, inputs: [String]?)] = [
        ("rescaling", Rescaling(scale: [0.5], offset: [0.1]), nil), ("mean", Normalization(mean: [0.5], variance: [2]), nil),
        ("padded", ZeroPadding2D(padding: [[1, 0], [0, 1]]), nil), ("cropped", Cropping2D(cropping: [[1, 0], [0, 1]]), nil),
        ("depthwise", DepthwiseConv2D(kernelSize: [3, 3], padding: .same), ["cropped"]), ("relu", ReLU(maxValue: 6), nil),
        ("separable", SeparableConv2D(filters: 3, kernelSize: [3, 3], padding: .same), ["cropped"]), ("leaky", LeakyReLU(), nil),
        ("add", Add(), ["relu", "leaky"]), ("multiply", Multiply(), ["add", "relu"]),
        ("average", Average(), ["multiply", "leaky"]),
        ("maximum", Maximum(), ["average", "add"]), ("joined", Concatenate(), ["maximum", "cropped"]), ("elu", ELU(), nil),
        ("pooled", AveragePooling2D(), nil), ("up", UpSampling2D(interpolation: .bilinear), nil),
        ("transposed", Conv2DTranspose(filters: 4, kernelSize: [2, 2]), nil), ("groups", GroupNormalization(groups: 2), nil),
        ("norm", LayerNormalization(), nil), ("noise", GaussianNoise(stddev: 0.1), nil),
        ("maps", SpatialDropout2D(rate: 0.1), nil),
        ("most", GlobalMaxPooling2D(keepdims: true), nil), ("mean_2", GlobalAveragePooling2D(), nil),
        ("reshaped", Reshape(targetShape: [-1]), nil), ("softmax", Softmax(), nil),
    ]

    static let metrics: [(String, any MetricKind)] = [
        ("acc", BinaryAccuracy()), ("categorical_accuracy", CategoricalAccuracy()), ("strict", BinaryAccuracy(threshold: 0.7)),
        ("sparse", SparseCategoricalAccuracy()),
        ("top", TopKCategoricalAccuracy(k: 2)), ("sparse_top", SparseTopKCategoricalAccuracy(k: 1)),
        ("auc", AUC(numThresholds: 50, curve: .pr, summationMethod: .minoring, multiLabel: true)),
        ("exact_auc", ExactAUC(classId: 1)), ("precision", Precision(thresholds: [0.25, 0.75])),
        ("recall", Recall(topK: 1, classId: 0)), ("f1_score", F1Score(average: .none)),
        ("sensitivity", SensitivityAtSpecificity(specificity: 0.9)),
        ("specificity", SpecificityAtSensitivity(sensitivity: 0.9, numThresholds: 10, classId: 1)),
    ]

    static func make() throws -> Plan {
        let network = try NetworkDefinition(
            input: Shape([12, 10, 3]),
            layers: layers.map { (name: "\(type(of: $0).kind)".lowercased(), layer: try one($0)) })
        let graph = try NetworkDefinition(
            input: Shape([12, 10, 3]),
            layers: branches.map { NetworkDefinition.Entry(name: $0.name, layer: try one($0.layer), inputs: $0.inputs) })
        let data = DatasetPlan(
            name: "train_1", source: .folder(path: "/data/train"), classes: ["NORMAL", "PNEUMONIA"], counts: [1341, 3875],
            imageSize: .init(height: 12, width: 10), batchSize: 16, augmentation: try augmentations.map { try one($0) },
            rng: .numpyLegacy, seed: 9, onError: .skip, limit: 4000, classWeight: [1, 0.5], sampling: .balanced)
        let listed = DatasetPlan(
            name: "test_1", source: .csv(path: "/data/files.csv", root: "/data/images"), split: "test",
            classes: ["NORMAL", "PNEUMONIA"],
            counts: [5, 6], imageSize: .init(height: 12, width: 10), colorMode: .grayscale, interpolation: .bilinear,
            shuffle: false)
        let drawn = DatasetPlan(
            name: "drawn", source: .synthetic(radiographs: SyntheticRadiographs(count: 40, seed: 2)),
            imageSize: .init(height: 12, width: 10))
        let compile = CompileStep(
            model: "model_1", loss: try one(BinaryCrossentropy()), optimizer: try one(Adam(learningRate: 1e-4)),
            metrics: try metrics.map { MetricPlan(name: $0.0, metric: try one($0.1), parts: $0.1.parts(outputs: 2)) },
            frozen: ["conv2d", "activation"],
            learningRates: [LayerRates(selector: "den*", rate: 1e-5, layers: ["dense"])], undecayed: ["dense/bias"])
        let train = TrainStep(
            model: "model_1", data: "train_1", validationData: "test_1", stepsPerEpoch: 100, epochs: 25, validationSteps: 7,
            callbacks: [
                try one(ModelCheckpoint(monitor: "val_acc", mode: .max, saveBestOnly: true)),
                try one(ReduceLROnPlateau(factor: 0.2, patience: 3, minLr: 1e-5)),
                try one(EarlyStopping(minDelta: 1e-10, patience: 15, baseline: 0.5, restoreBestWeights: true)),
                try one(LearningRateScheduler(epochs: [.init(epoch: 1, learningRate: 1e-3)])), try one(TerminateOnNaN()),
                try one(CSVLogger(filename: "t.csv", separator: ";", append: true)), try one(BackupAndRestore(saveFreq: 9)),
            ], thaw: [Thaw(epoch: 3, selectors: ["conv*"], layers: ["conv2d"])])
        let steps: [(String, any StepKind)] = [
            ("preview", PreviewStep(datasets: ["train_1"], rows: 2, columns: 3)), ("build", BuildStep(model: "model_1")),
            ("load_weights", LoadWeightsStep(model: "model_1", from: .file(path: "/weights/a.h5"), by: .name)),
            ("freeze", FreezeStep(model: "model_1", selectors: ["[:2]"], layers: ["conv2d", "activation"])),
            ("compile", compile), ("training_1", train),
            ("unfreeze", UnfreezeStep(model: "model_1", selectors: ["conv*"], layers: ["conv2d"])),
            ("reinitialize", ReinitializeStep(model: "model_1", selectors: ["[-1]"], layers: ["dense"], seed: 3)),
            ("load_weights_2", LoadWeightsStep(model: "model_1", from: .training(step: "training_1", which: .best))),
            ("evaluate", EvaluateStep(model: "model_1", data: "test_1", steps: 3)),
            ("predict", PredictStep(model: "model_1", data: "drawn")),
            ("save_weights", SaveWeightsStep(model: "model_1", to: "a.h5")),
        ]
        var semantics = Semantics(.keras224)
        semantics.epochEnd = .truncate
        return Plan(
            name: "sample", description: "One of every kind.", semantics: semantics, seed: 42, datasets: [data, listed, drawn],
            models: [
                ModelPlan(name: "model_1", architecture: "small", network: network),
                ModelPlan(name: "model_2", architecture: "graph", network: graph),
            ],
            steps: try steps.map { StepPlan(id: $0.0, action: try one($0.1)) },
            claims: [
                ClaimPlan(
                    step: "evaluate", metric: "acc", value: PublishedValue(0.7825, decimals: 4, isPercentage: true),
                    interval: 0.99,
                    attainability: Attainability(
                        of: PublishedValue(0.7825, decimals: 4, isPercentage: true), samples: 624, outputs: 2))
            ])
    }
}
