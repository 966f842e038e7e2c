/// Switches of the callbacks.
extension Semantics {
    /// How `mode: auto` finds which way of a monitor is better.
    public enum AutomaticMode: String, Codable, Sendable, CaseIterable {
        /// Higher, where the name holds `acc` (2.2.4, 2.3).
        case byName = "by_name"
        /// The same; for EarlyStopping where the name ends in `acc`, `accuracy` or `auc` (tf.keras).
        case byEnding = "by_ending"
        /// As the metric says; a monitor without a direction is an error (3).
        case byMetric = "by_metric"
    }

    /// What callbacks compare the first value of a monitor with.
    public enum FirstValue: String, Codable, Sendable, CaseIterable {
        /// With the worst value there is, so that a NaN is no improvement (2.2.4, 2.3, tf.keras).
        case compared
        /// With nothing: it is the best so far whatever it is (3).
        case taken
    }

    /// In which precision callbacks compare values.
    public enum CallbackPrecision: String, Codable, Sendable, CaseIterable {
        /// In double precision (2.2.4, 2.3, tf.keras).
        case double
        /// In single precision, so that a least change below it counts for nothing (3).
        case single
    }

    /// How callbacks word what they did.
    public enum CallbackMessages: String, Codable, Sendable, CaseIterable {
        /// `Epoch 00004`, and a restore without the epoch (2.2.4, 2.3).
        case padded
        /// `Epoch 4`, and a restore with the epoch (tf.keras, 3).
        case plain
    }

    /// What ModelCheckpoint with `save_best_only` does where its monitor has no value.
    public enum MissingMonitor: String, Codable, Sendable, CaseIterable {
        /// Saves nothing (2.2.4, 2.3, tf.keras).
        case skip
        /// Saves every epoch (3).
        case save
    }

    /// When EarlyStopping gives the best weights back.
    public enum BestWeights: String, Codable, Sendable, CaseIterable {
        /// Only where it is EarlyStopping that ends the training (2.2.4, 2.3, tf.keras).
        case whenStopped = "when_stopped"
        /// At the end of training in every case (3).
        case always
    }

    /// Which weights EarlyStopping gives back where no epoch was ever an improvement.
    public enum FallbackWeights: String, Codable, Sendable, CaseIterable {
        /// None: the model stays as it is (2.2.4 and 2.3 fail there).
        case none
        /// Those of the first epoch that it watched (tf.keras, 3).
        case firstEpoch = "first_epoch"
    }

    /// Whether EarlyStopping may stop after the very first epoch.
    public enum FirstEpochStop: String, Codable, Sendable, CaseIterable {
        /// It may (2.2.4, 2.3).
        case allowed
        /// It never does (tf.keras, 3).
        case never
    }

    /// What EarlyStopping's `baseline` is.
    public enum BaselineRole: String, Codable, Sendable, CaseIterable {
        /// The best value to begin with: nothing worse is ever kept (2.2.4, 2.3).
        case firstBest = "first_best"
        /// What an improvement must beat too, to begin the waiting anew; worse values are kept as the best all the same (tf.keras, 3).
        case waiting
    }

    /// What EarlyStopping makes of a negative `min_delta`.
    public enum MinDeltaSign: String, Codable, Sendable, CaseIterable {
        /// It stays negative: a little worse is good enough (2.2.4, 2.3).
        case kept
        /// The sign is dropped (tf.keras, 3).
        case dropped
    }

    /// Which side ReduceLROnPlateau adds `min_delta` to; at the very edge the two round differently.
    public enum PlateauDelta: String, Codable, Sendable, CaseIterable {
        /// To the best value (2.2.4, 2.3, tf.keras).
        case onBest = "on_best"
        /// To the new value (3).
        case onValue = "on_value"
    }

    /// What ReduceLROnPlateau compares the learning rate, which lives in a float, with.
    public enum MinLrPrecision: String, Codable, Sendable, CaseIterable {
        /// `min_lr` as written: a float that rounds up is above it (2.2.4, 2.3).
        case double
        /// `min_lr` rounded to a float (tf.keras, 3).
        case single
    }
}
