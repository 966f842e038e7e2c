import Diagnostics

/// `<step id>/predictions.csv`: path, label, predicted, and the output for each class, in the order of the data set's index.
public struct PredictionTable: Hashable, Sendable {
    /// One sample.
    public struct Row: Hashable, Sendable {
        /// Its index in the data set.
        public var sample: Int
        /// Its file, as the data set names it.
        public var path: String
        /// Its class.
        public var label: Int
        /// The class that the model takes it for.
        public var predicted: Int
        /// The model's outputs.
        public var outputs: [Float]

        /// Creates a row.
        public init(sample: Int, path: String, label: Int, predicted: Int, outputs: [Float]) {
            self.sample = sample
            self.path = path
            self.label = label
            self.predicted = predicted
            self.outputs = outputs
        }
    }

    /// The class names, in label order.
    public var classes: [String]
    /// In any order; a sample may come twice.
    public var rows: [Row]

    /// Creates a table.
    public init(classes: [String], rows: [Row]) {
        self.classes = classes
        self.rows = rows
    }

    /// The file's text. A single output p of two classes is written as 1 - p and p.
    public var text: String {
        let order = rows.indices.sorted { (rows[$0].sample, $0) < (rows[$1].sample, $1) }
        let lines = order.map { index -> String in
            let row = rows[index]
            let outputs = row.outputs.count == 1 && classes.count == 2 ? [1 - row.outputs[0], row.outputs[0]] : row.outputs
            return CSV.line([row.path, name(row.label), name(row.predicted)] + outputs.map { $0.isNaN ? "nan" : "\($0)" })
        }
        return ([CSV.line(["path", "label", "predicted"] + classes)] + lines).joined(separator: "\n") + "\n"
    }

    private func name(_ label: Int) -> String { classes.indices.contains(label) ? classes[label] : "\(label)" }
}

extension RunDirectory {
    /// Writes `<step id>/predictions.csv`.
    public func write(_ table: PredictionTable, step: String) throws(Diagnostic) {
        try write(table.text, to: "\(step)/predictions.csv")
    }
}
