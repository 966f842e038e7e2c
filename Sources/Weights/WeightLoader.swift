import Diagnostics
import Network
import Plan

/// What a loading did, tensor by tensor.
public struct LoadReport: Codable, Hashable, Sendable {
    /// A tensor of the file that became a parameter.
    public struct Loaded: Codable, Hashable, Sendable {
        /// The tensor's name in the file.
        public var tensor: String
        /// The parameter, as `layer/parameter`.
        public var parameter: String
        /// The shape of both.
        public var shape: [Int]

        /// Creates an entry.
        public init(tensor: String, parameter: String, shape: [Int]) {
            self.tensor = tensor
            self.parameter = parameter
            self.shape = shape
        }
    }

    /// What was loaded, in the network's order.
    public var loaded: [Loaded]
    /// Tensors of the file that no parameter took.
    public var skipped: [String]
    /// Parameters that no tensor set, and that stay as they were.
    public var untouched: [String]
}

/// Tensors of a file that have found their parameters.
public struct MatchedWeights: Hashable, Sendable {
    /// One entry for each of `network.parameters`; nil where the parameter stays as it is.
    public var values: [Tensor?]
    /// What was loaded and what was not.
    public var report: LoadReport

    /// A model's parameters with the loaded ones in their places.
    public func applied(to current: [Tensor]) -> [Tensor] { zip(current, values).map { $1 ?? $0 } }
}

/// Finds a parameter for each tensor of a weights file.
public enum WeightLoader {
    /// Matches the tensors of a file to the parameters of a network.
    ///
    /// By order, as Keras's `load_weights`: layers with weights are matched by position, and number and shapes must agree. By name, as
    /// `by_name=True`: what has no counterpart is left alone, and to load nothing at all is an error.
    ///
    /// - Parameter file: The file's name, for messages.
    /// - Throws: A diagnostic `weights-mismatch` with the tensor's name, the expected and the found shape.
    public static func match(
        _ contents: WeightsFile, file: String, to network: NetworkDefinition, by matching: LoadWeightsStep.Matching
    ) throws(Diagnostic) -> MatchedWeights {
        let sources =
            switch matching {
            case .order: try byOrder(contents, file, network)
            case .name: try byName(contents, file, network)
            }
        var report = LoadReport(loaded: [], skipped: [], untouched: [])
        for (entry, source) in zip(network.parameters, sources) {
            guard let source else {
                report.untouched.append(entry.name)
                continue
            }
            guard source.tensor.shape == entry.parameter.shape else {
                throw Diagnostic(
                    "weights-mismatch", .error,
                    "\(entry.name) has the shape \(Shape(entry.parameter.shape)), and \(JSONText.shown(source.name)) in \(file) has "
                        + "\(Shape(source.tensor.shape))",
                    help: ["the file is of another network; compare the layers of both with assay plan"])
            }
            report.loaded.append(LoadReport.Loaded(tensor: source.name, parameter: entry.name, shape: entry.parameter.shape))
        }
        let used = Set(report.loaded.map(\.tensor))
        report.skipped = contents.tensors.map(\.name).filter { !used.contains($0) }
        return MatchedWeights(values: sources.map { $0?.tensor }, report: report)
    }

    private static func byOrder(
        _ contents: WeightsFile, _ file: String, _ network: NetworkDefinition
    ) throws(Diagnostic) -> [WeightsFile.Entry?] {
        guard let layers = contents.layers else {
            throw Diagnostic(
                "weights-mismatch", .error,
                "\(file) does not say in which order its layers come, so nothing can be loaded by order",
                help: ["load it with by: name, which needs tensors named layer/parameter"])
        }
        let nodes = network.layers.filter { !$0.parameters.isEmpty }
        guard layers.count == nodes.count else {
            throw Diagnostic(
                "weights-mismatch", .error,
                "\(file) has \(layers.count) layers with weights, and the network has \(nodes.count)",
                help: ["load into the network that the weights were saved from, or with by: name"])
        }
        var result: [WeightsFile.Entry?] = []
        for (node, layer) in zip(nodes, layers) {
            guard layer.tensors.count == node.parameters.count else {
                throw Diagnostic(
                    "weights-mismatch", .error,
                    "\(node.name) has \(node.parameters.count) parameters, and \(JSONText.shown(layer.name)) in \(file) has \(layer.tensors.count)",
                    help: ["the file is of another network; compare the layers of both with assay plan"])
            }
            result += layer.tensors.map { $0 }
        }
        return result
    }

    private static func byName(
        _ contents: WeightsFile, _ file: String, _ network: NetworkDefinition
    ) throws(Diagnostic) -> [WeightsFile.Entry?] {
        let named = Dictionary(contents.tensors.map { ($0.name, $0) }) { first, _ in first }
        let result = network.parameters.map { named[$0.name] }
        guard result.contains(where: { $0 != nil }) else {
            let (ours, theirs) = (
                network.parameters.prefix(3).map(\.name), contents.tensors.prefix(3).map { JSONText.shown($0.name) }
            )
            throw Diagnostic(
                "weights-mismatch", .error, "no tensor in \(file) has the name of a parameter of the network",
                help: [
                    "the network has \(ours.joined(separator: ", ")); the file has \(theirs.joined(separator: ", "))",
                    "give the layers the names of the file, or load with by: order",
                ])
        }
        return result
    }
}
