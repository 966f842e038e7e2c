import Network

extension Semantics {
    /// The declaration of an era: its switches, which begin as the era has them.
    static func declaration(of profile: Profile) -> Declaration<Semantics> {
        Declaration(
            kind: profile.rawValue, start: Semantics(profile), profile.doc
        ) {
            Field(
                "frozen_batch_normalization", \.frozenBatchNormalization, .choice(),
                "How a frozen BatchNormalization runs inside a training step.")
            Field("moving_variance", \.movingVariance, .choice(), "Which variance of a batch enters the moving variance.")
            Field("accuracy_meaning", \.accuracyMeaning, .choice(), "What `accuracy` counts.")
            Field(
                "history_names", \.historyNames, .choice(),
                "Under which names accuracy and the learning rate appear in histories.")
            Field(
                "crossentropy_clipping", \.crossentropyClipping, .choice(),
                "How cross-entropy keeps its logarithms finite.")
            Field(
                "epoch_end", \.epochEnd, .choice(),
                "What happens when an epoch asks for more batches than are left in the pass over the data.")
            Field(
                "validation_window", \.validationWindow, .choice(),
                "Which batches a validation of fewer steps than the data has batches sees.")
            Field("best_weights", \.bestWeights, .choice(), "When EarlyStopping gives the best weights back.")
            Field(
                "missing_monitor", \.missingMonitor, .choice(),
                "What ModelCheckpoint with `save_best_only` does where its monitor has no value.")
            Field(
                "generator_geometry", \.generatorGeometry, .choice(), "How ImageDataGenerator turns its draws into a picture.")
            Field(
                "brightness_stretch", \.brightnessStretch, .choice(),
                "What ImageDataGenerator's brightness does before it multiplies.")
        }
    }
}

extension Semantics.Profile {
    fileprivate var doc: String {
        switch self {
        case .keras224: "Multi-backend Keras up to 2.2.5 on TensorFlow 1, with keras-preprocessing up to 1.1.0."
        case .keras3: "Keras 3."
        }
    }
}
