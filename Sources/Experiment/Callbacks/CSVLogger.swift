import Plan
import YAMLSyntax

/// `CSVLogger` as written.
public struct CSVLoggerArguments: CallbackArguments {
    private static let defaults = CSVLogger(filename: "")

    /// The file's name in the run directory.
    @Located public var filename = defaults.filename
    /// What stands between two values.
    @Located public var separator = defaults.separator
    /// Whether it goes on below what earlier trainings of the run have written there.
    @Located public var append = defaults.append

    /// It watches no name.
    public var monitored: Monitored? { nil }
    /// The callback as it will run.
    public func resolved(_ mode: MonitorMode) -> any CallbackKind {
        CSVLogger(filename: filename, separator: separator, append: append)
    }
}

extension CSVLoggerArguments: Declared {
    static let declaration: Declaration<CSVLoggerArguments> = Declaration(
        kind: CSVLogger.kind, keras: "keras.callbacks.CSVLogger", bare: "filename", start: CSVLoggerArguments(),
        "Writes each epoch's values as a line of a CSV file in the run directory."
    ) {
        Field(
            "filename", \.$filename, .csvName, required: true, examples: ["training.csv"],
            "The file's name in the run directory, ending in .csv.")
        Field("separator", \.$separator, .separator, examples: [";"], "What stands between two values: one character.")
        Field(
            "append", \.$append, .boolean,
            "Whether it goes on below what earlier trainings of the run have written to the same file.")
    }
}

extension ValueType<String> {
    /// The name of a CSV file, without folders.
    fileprivate static let csvName = matching(
        "a name of letters, digits, `_` and `-` that ends in .csv", pattern: "^[A-Za-z0-9_-]{1,100}\\.csv$"
    ) { text in
        text.hasSuffix(".csv") && (5...104).contains(text.utf8.count)
            && text.dropLast(4).utf8.allSatisfy {
                Name.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            }
    }

    /// One character that can stand between values.
    fileprivate static let separator = matching(
        "one character, and no quote or line break", pattern: #"^[^"\r\n]$"#
    ) { $0.unicodeScalars.count == 1 && !["\"", "\r", "\n"].contains($0) }

    /// A text of a form.
    private static func matching(
        _ noun: String, pattern: String, _ fits: @escaping @Sendable (String) -> Bool
    ) -> Self {
        ValueType(
            noun: noun,
            decode: { node, decoding in
                guard let value = text.decode(node, &decoding) else { return nil }
                guard fits(value) else {
                    decoding.outOfRange(node, needs: noun)
                    return nil
                }
                return value
            },
            schema: { _ in ["type": "string", "pattern": .string(pattern)] }, json: { .string($0) })
    }
}
