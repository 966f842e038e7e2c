/// Switches of the data: which files count, what the generator draws, which batches an epoch sees.
extension Semantics {
    /// Whether files and folders whose names begin with a dot count.
    public enum HiddenEntries: String, Codable, Sendable, CaseIterable {
        /// Like any other: a hidden folder is a class (`flow_from_directory`, every version).
        case taken
        /// Not at all (`image_dataset_from_directory` leaves out hidden classes).
        case leftOut = "left_out"
    }

    /// When a file's name says that it is an image.
    public enum FileEndings: String, Codable, Sendable, CaseIterable {
        /// It ends in the letters of a format, dot or not: `scan-png` (keras-preprocessing 1.1.0 and later).
        case letters
        /// It ends in a dot and a format (keras-preprocessing 1.0.5).
        case dotted
    }

    /// How ImageDataGenerator turns its draws into a picture.
    public enum GeneratorGeometry: String, Codable, Sendable, CaseIterable {
        /// Rows before columns, pivot half a pixel past the centre (keras-preprocessing).
        case rowsFirst = "rows_first"
        /// Columns before rows of the finished matrix, pivot at the centre (Keras 2.9 and later).
        case columnsFirst = "columns_first"
    }

    /// What ImageDataGenerator's brightness does before it multiplies.
    public enum BrightnessStretch: String, Codable, Sendable, CaseIterable {
        /// Scales each image so that its largest value is 255 (keras-preprocessing up to 1.1.0).
        case toMaximum = "to_maximum"
        /// Stretches each image so that its smallest value is 0 and its largest 255 (keras-preprocessing 1.1.1 and 1.1.2).
        case toRange = "to_range"
        /// Nothing while all values lie in 0 to 255 (Keras 2.9 and later).
        case none
    }

    /// Which batches an epoch takes, and what happens where it asks for more than are left.
    public enum EpochEnd: String, Codable, Sendable, CaseIterable {
        /// The next ones of an endless stream: the next pass begins within the epoch (2.2.4, 2.3).
        case wrap
        /// The first ones of a new permutation; where they run out, the training ends with that epoch (tf.keras).
        case restart
        /// The next ones of the pass, and the epoch is cut short with it; samples are permuted anew after each epoch (3).
        case truncate
    }

    /// Which batches a validation of fewer steps than the data has batches sees.
    public enum ValidationWindow: String, Codable, Sendable, CaseIterable {
        /// A window that rolls on through the whole fit (2.2.4, 2.3).
        case rolling
        /// The first ones of a new permutation, each time (tf.keras, 3).
        case restart
    }

    /// What happens where an evaluation, or a validation that restarts, asks for more batches than there are.
    public enum EvaluationEnd: String, Codable, Sendable, CaseIterable {
        /// The next pass begins: some samples count twice (2.2.4, 2.3).
        case wrap
        /// It stops after one pass (tf.keras, 3).
        case stop
    }
}
