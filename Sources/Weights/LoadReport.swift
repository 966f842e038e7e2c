import Plan

/// What a loading does, tensor by tensor and parameter by parameter: `load_report.json`.
public struct LoadReport: Codable, Hashable, Sendable {
    /// What becomes of a parameter or a tensor.
    public enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
        /// The parameter has the tensor's values.
        case loaded
        /// The parameter stays as it was; the tensor is not used.
        case skipped
        /// They ought to fit and do not: nothing at all is loaded.
        case refused
    }

    /// A parameter of the network, a tensor of the file, or both where they belong together.
    public struct Entry: Codable, Hashable, Sendable {
        /// The parameter, as `layer/parameter`.
        public var parameter: String?
        /// Its shape.
        public var parameterShape: [Int]?
        /// The tensor's name in the file.
        public var tensor: String?
        /// Its shape in the file.
        public var tensorShape: [Int]?
        /// What becomes of them.
        public var outcome: Outcome
        /// How values were moved from the file's layout to Keras's, where they were.
        public var rearranged: String?
        /// Why it is not loaded.
        public var reason: String?
    }

    /// The form of this value as JSON.
    public var schema = "load_report/1"
    /// Where weights come from: `training_1.best`, or a path.
    public var from: String
    /// The format of the file.
    public var format: WeightsFile.Format
    /// How the file is laid out, as it looks or as the step says.
    public var layout: LoadWeightsStep.Layout
    /// How tensors found their layers.
    public var by: LoadWeightsStep.Matching
    /// The network's parameters in their order, then the tensors that belong to none.
    public var entries: [Entry]

    /// How many entries have an outcome.
    public func count(_ outcome: Outcome) -> Int { entries.count { $0.outcome == outcome } }

    /// One line for people: `10 of 12 parameters loaded from w.h5 by name (2 stay as they are), 3 tensors of the file not used`.
    public var summary: String {
        let parameters = entries.filter { $0.parameter != nil }
        let rest = parameters.count - count(.loaded)
        let unused = entries.count - parameters.count
        var text = "\(count(.loaded)) of \(parameters.count) parameters loaded from \(from) by \(by.rawValue)"
        if layout == .torch { text += ", PyTorch's layout" }
        if rest > 0 { text += ", \(rest) left as \(rest == 1 ? "it is" : "they are")" }
        if unused > 0 { text += ", \(unused) tensor\(unused == 1 ? "" : "s") of the file not used" }
        return text
    }
}
