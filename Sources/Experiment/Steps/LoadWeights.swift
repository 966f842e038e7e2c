import Diagnostics
import Plan
import YAMLSyntax

/// `load_weights` as written; a file's path is absolute.
public struct LoadWeightsArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// Where weights come from; nil only where it could not be read. The training it names is not looked up.
    @Located public var from: LoadWeightsStep.Source?
    /// How tensors find their layers; where it is not written, a mapping makes it by name.
    @Located public var by = LoadWeightsStep.Matching.order
    /// What the file calls layers and parameters, under our names or patterns of them.
    @Located public var mapping = Reference<[Named<String>]>.inline([])
    /// How the file is laid out; nil is as it looks.
    @Located public var layout: LoadWeightsStep.Layout?
    /// Whether what has another shape stays as it is.
    @Located public var skipMismatched = false
    /// Selectors of the layers that are filled; nil is all.
    @Located public var layers: [Located<String>]?

    /// Whether a mapping is written or named.
    public var hasMapping: Bool {
        if case .inline(let entries) = mapping { return !entries.isEmpty }
        return true
    }
}

extension LoadWeightsArguments: Declared {
    static let declaration: Declaration<LoadWeightsArguments> = Declaration(
        kind: LoadWeightsStep.kind, keras: "keras.Model.load_weights", absent: ["by_name": "write `by: name`"],
        start: LoadWeightsArguments(), "Sets a model's weights."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The model's name.")
        Field(
            "from", \.$from, .weightsSource, required: true, examples: ["training_1.best", "weights.safetensors"],
            "What a training left, as `id.best` or `id.last`, or a file ending in .safetensors, .h5, .hdf5 or .keras.")
        Field(
            "by", \.$by, .choice(),
            "Whether tensors find their layers one after the other, as in Keras (order), or by name; by name where a mapping is written."
        )
        Field(
            "mapping", \.$mapping, .nameMapping,
            "What the file calls a layer, or a parameter as `layer/parameter`; each * of a pattern stands for the same on both sides. Or the name of one of `mappings`."
        )
        Field(
            "layout", \.$layout, .some(.choice()),
            "Whether the file has Keras's layout and names of parameters or PyTorch's; seen from the file where not written.")
        Field(
            "skip_mismatched", \.$skipMismatched, .boolean, formerly: ["skip_mismatch"],
            "Whether parameters of another shape than theirs in the file stay as they are; else they are an error.")
        Field(
            "layers", \.$layers, .some(.oneOrList(of: .selector, atLeast: 1)), examples: ["[:-5]", "conv*"],
            "Which layers are filled, as in freeze; all where not written.")
    }
}

extension ValueType<[Named<String>]> {
    /// Names of the network, each with the file's.
    static let names: Self = table(of: .text, noun: "a mapping of the network's names to the file's")
}

extension ValueType<Reference<[Named<String>]>> {
    /// Such a mapping, or the name of one.
    fileprivate static let nameMapping: Self = {
        let (table, name) = (ValueType<[Named<String>]>.names, ValueType<String>.name("the name of a mapping"))
        return ValueType(
            noun: table.noun + ", or the name of one",
            decode: { node, decoding in
                if node.isNull { return .inline([]) }
                guard case .scalar = node.content else { return table.decode(node, &decoding).map { .inline($0) } }
                return name.read(node, &decoding).map { .named($0) }
            },
            schema: { definitions in .anyOf([name.schema(&definitions), table.schema(&definitions)]) },
            json: { reference in
                guard case .inline(let entries) = reference else { return nil }
                return table.json(entries)
            })
    }()
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
