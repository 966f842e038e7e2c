import Network
import Plan

extension CSVLogger: WorkingCallbackKind {
    func makeCallback(semantics: Semantics, ordinal: Int) -> any TrainingCallback { CSVLoggerCallback(settings: self) }
}

/// `keras/src/callbacks/csv_logger.py` with Python's `csv.excel`: epochs from 0, columns in alphabetical order, `NA` for what an epoch
/// has no value of, lines that end in CR LF. The learning rate is a column, as it is in Keras after a callback that logs it.
struct CSVLoggerCallback: TrainingCallback {
    struct State: Codable, Hashable, Sendable {
        /// The columns after the epoch; nil before the first line.
        var columns: [String]?
        /// The file's content.
        var text = ""
    }

    let settings: CSVLogger
    var state = State()

    mutating func epochEnded(_ context: EpochContext) throws(TrainingFailure) {
        if state.columns == nil { begin(context) }
        let values = (state.columns ?? []).map { name in context.logs[name].map { "\($0)" } ?? "NA" }
        state.text += line([String(context.epoch)] + values)
        try context.write(state.text, to: settings.filename)
    }

    /// Once more, for a training that was taken up again after its last epoch.
    mutating func trainingEnded(_ context: EpochContext) throws(TrainingFailure) {
        if state.columns != nil { try context.write(state.text, to: settings.filename) }
    }

    /// The columns of the first epoch are those of all.
    private mutating func begin(_ context: EpochContext) {
        var columns = context.logs.names.sorted()
        // Validation may come later.
        if !columns.contains(where: { $0.hasPrefix("val_") }) { columns += columns.map { "val_" + $0 } }
        state.columns = columns
        state.text = settings.append ? context.written(settings.filename) ?? "" : ""
        if state.text.isEmpty { state.text = line(["epoch"] + columns) }
    }

    private func line(_ fields: [String]) -> String {
        let quoted = fields.map { field in
            field.contains { "\"\r\n".contains($0) } || field.contains(settings.separator)
                ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
        }
        return quoted.joined(separator: settings.separator) + "\r\n"
    }
}
