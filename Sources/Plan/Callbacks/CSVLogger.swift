/// Writes each epoch's values as a line of a CSV file (`keras.callbacks.CSVLogger`), in the form of Keras 3.
public struct CSVLogger: CallbackKind {
    /// The kind's name.
    public static let kind = "CSVLogger"
    /// The file's name in the run directory.
    public var filename: String
    /// What stands between two values: one character.
    public var separator: String
    /// Whether it goes on below what earlier trainings of the run have written there.
    public var append: Bool
    /// Creates the callback with Keras's defaults.
    public init(filename: String, separator: String = ",", append: Bool = false) {
        self.filename = filename
        self.separator = separator
        self.append = append
    }
    /// None.
    public var monitor: String? { nil }
}
