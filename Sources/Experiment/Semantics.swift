import Network

extension Semantics {
    /// The declaration of an era: its switches, which begin as the era has them.
    static func declaration(of profile: Profile) -> Declaration<Semantics> {
        Declaration(kind: profile.rawValue, start: Semantics(profile), profile.doc) {
            Field("hidden_entries", \.hiddenEntries, .choice(), "Whether files and folders whose names begin with a dot count.")
            Field("file_endings", \.fileEndings, .choice(), "When a file's name says that it is an image.")
            Field("generator_geometry", \.generatorGeometry, .choice(), "How ImageDataGenerator turns its draws into a picture.")
            Field(
                "brightness_stretch", \.brightnessStretch, .choice(),
                "What ImageDataGenerator's brightness does before it multiplies.")
            Field(
                "epoch_end", \.epochEnd, .choice(),
                "Which batches an epoch takes, and what happens where it asks for more than are left.")
            Field(
                "validation_window", \.validationWindow, .choice(),
                "Which batches a validation of fewer steps than the data has batches sees.")
            Field(
                "evaluation_end", \.evaluationEnd, .choice(),
                "What happens where an evaluation, or a validation that restarts, asks for more batches than there are.")
            Field(
                "frozen_batch_normalization", \.frozenBatchNormalization, .choice(),
                "How a frozen BatchNormalization runs inside a training step.")
            Field(
                "moving_variance", \.movingVariance, .choice(),
                "Which variance of a batch enters the moving variance; N is batch x height x width.")
            Field(
                "moving_average", \.movingAverage, .choice(),
                "How BatchNormalization's moving statistics follow the batches, and whether values they had before count.")
            Field("hard_sigmoid", \.hardSigmoid, .choice(), "The line that `hard_sigmoid` is between 0 and 1.")
            Field(
                "crossentropy_clipping", \.crossentropyClipping, .choice(),
                "How cross-entropy right after its own activation (sigmoid, softmax) keeps its logarithms finite.")
            Field(
                "crossentropy_epsilon", \.crossentropyEpsilon, .choice(),
                "Whether binary cross-entropy of outputs that no sigmoid made adds 1e-7 to the clipped probabilities.")
            Field("weighted_mean", \.weightedMean, .choice(), "What the loss of a batch with class weights is divided by.")
            Field("evaluated_loss", \.evaluatedLoss, .choice(), "The loss that a validation or an evaluation reports.")
            Field("accuracy_meaning", \.accuracyMeaning, .choice(), "What `accuracy` counts.")
            Field("history_names", \.historyNames, .choice(), "Under which name accuracy appears in histories.")
            Field("learning_rate_name", \.learningRateName, .choice(), "Under which name the learning rate appears in histories.")
            Field("automatic_mode", \.automaticMode, .choice(), "How `mode: auto` finds which way of a monitor is better.")
            Field("first_value", \.firstValue, .choice(), "What callbacks compare the first value of a monitor with.")
            Field("callback_precision", \.callbackPrecision, .choice(), "In which precision callbacks compare values.")
            Field("callback_messages", \.callbackMessages, .choice(), "How callbacks word what they did.")
            Field(
                "missing_monitor", \.missingMonitor, .choice(),
                "What ModelCheckpoint with `save_best_only` does where its monitor has no value.")
            Field("best_weights", \.bestWeights, .choice(), "When EarlyStopping gives the best weights back.")
            Field(
                "fallback_weights", \.fallbackWeights, .choice(),
                "Which weights EarlyStopping gives back where no epoch was ever an improvement.")
            Field("first_epoch_stop", \.firstEpochStop, .choice(), "Whether EarlyStopping may stop after the very first epoch.")
            Field("baseline_role", \.baselineRole, .choice(), "What EarlyStopping's `baseline` is.")
            Field("min_delta_sign", \.minDeltaSign, .choice(), "What EarlyStopping makes of a negative `min_delta`.")
            Field(
                "plateau_delta", \.plateauDelta, .choice(),
                "Which side ReduceLROnPlateau adds `min_delta` to; at the very edge the two round differently.")
            Field(
                "min_lr_precision", \.minLrPrecision, .choice(),
                "What ReduceLROnPlateau compares the learning rate, which lives in a float, with.")
        }
    }
}

extension Semantics.Profile {
    /// What it stands for.
    var doc: String {
        switch self {
        case .keras224: "Multi-backend Keras up to 2.2.5 on TensorFlow 1, with keras-preprocessing 1.1.0."
        case .keras23: "Multi-backend Keras 2.3 (2.3.1), with keras-preprocessing 1.1.2."
        case .tfKeras215: "The Keras inside TensorFlow 2, as of 2.15."
        case .keras3: "Keras 3 on TensorFlow."
        }
    }
}
