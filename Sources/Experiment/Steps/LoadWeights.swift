import Diagnostics
import Plan
import YAMLSyntax

/// `load_weights` as written; a file's path is absolute.
public struct LoadWeightsArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// Where weights come from; nil only where it could not be read. The training it names is not looked up.
    @Located public var from: LoadWeightsStep.Source?
    /// How tensors find their layers.
    @Located public var by = LoadWeightsStep.Matching.order
}

extension LoadWeightsArguments: Declared {
    static let declaration: Declaration<LoadWeightsArguments> = Declaration(
        kind: LoadWeightsStep.kind, keras: "keras.Model.load_weights", start: LoadWeightsArguments(), "Sets a model's weights."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The model's name.")
        Field(
            "from", \.$from, .weightsSource, required: true, examples: ["training_1.best", "weights.safetensors"],
            "What a training left, as `id.best` or `id.last`, or a file ending in .safetensors, .h5, .hdf5 or .keras.")
        Field(
            "by", \.$by, .choice(), "Whether tensors find their layers one after the other, as in Keras (order), or by name.")
    }
}

extension ValueType<LoadWeightsStep.Source?> {
    fileprivate static let weightsSource: Self = ValueType(
        noun: "`id.best` or `id.last` of a training, or a file",
        decode: { node, decoding in
            guard let text = ValueType<String>.text.decode(node, &decoding) else { return nil }
            if WeightsFile.isNamed(text) {
                return ValueType<String>.path.decode(node, &decoding).map { .file(path: $0) }
            }
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            if parts.count == 2, Name.isValid(parts[0]), let which = LoadWeightsStep.Which(rawValue: parts[1]) {
                return .training(step: parts[0], which: which)
            }
            var help: [String] = []
            if parts.count == 1, Name.isValid(text), LoadWeightsStep.Which(rawValue: text) == nil {
                help.append("write \(text).best or \(text).last")
            }
            if parts.count == 2, let near = Spelling.nearest(to: parts[1], in: LoadWeightsStep.Which.allCases.map(\.rawValue)) {
                help.append("did you mean `\(parts[0]).\(near)`?")
            }
            help.append("a file's name ends in " + WeightsFile.extensions.joined(separator: ", "))
            decoding.report(
                "bad-weights-source", "`from` needs `id.best` or `id.last` of a training, or a file, not \(node.summary)",
                at: node.place, help: help)
            return nil
        },
        schema: { _ in
            [
                "type": "string",
                "pattern": .string(#"^[A-Za-z_][A-Za-z0-9_-]*\.(best|last)$|"# + WeightsFile.pattern),
            ]
        },
        json: { _ in nil })
}

/// Names of weights files.
enum WeightsFile {
    /// The endings by which a name is a file's.
    static let extensions = [".safetensors", ".h5", ".hdf5", ".keras"]
    /// The same as a regular expression.
    static let pattern = #"[^/]\.(safetensors|h5|hdf5|keras)$"#

    /// Whether a text is a file's name.
    static func isNamed(_ text: String) -> Bool {
        extensions.contains { text.hasSuffix($0) && text.count > $0.count && !text.dropLast($0.count).hasSuffix("/") }
    }
}
