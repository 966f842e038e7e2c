import Plan
import YAMLSyntax

/// `save_weights` as written.
public struct SaveWeightsArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// The name of the file in the step's folder of the run.
    @Located public var to = ""
}

extension SaveWeightsArguments: Declared {
    static let declaration: Declaration<SaveWeightsArguments> = Declaration(
        kind: SaveWeightsStep.kind, keras: "keras.Model.save_weights", start: SaveWeightsArguments(), "Writes a model's weights."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The model's name.")
        Field(
            "to", \.$to, .weightsFileName, required: true, examples: ["model.safetensors"],
            "The name of the file in the step's folder of the run; its ending says the format.")
    }
}

extension ValueType<String> {
    /// A file in a folder of the run: no path, so that a run never writes outside its directory.
    fileprivate static let weightsFileName: Self = ValueType(
        noun: "a file name ending in " + WeightsFile.extensions.joined(separator: ", "),
        decode: { node, decoding in
            guard let text = text.decode(node, &decoding) else { return nil }
            guard WeightsFile.isNamed(text), !text.hasPrefix("."), text.utf8.count <= 200,
                text.utf8.allSatisfy({ Name.isLetterOrDigit($0) || "._-".utf8.contains($0) })
            else {
                decoding.report(
                    "bad-name", "`to` needs the name of a weights file, not \(node.summary)", at: node.place,
                    help: [
                        "use letters, digits, `.`, `_` and `-`, and end in " + WeightsFile.extensions.joined(separator: ", "),
                        "the folder is that of the step in the run directory",
                    ])
                return nil
            }
            return text
        },
        schema: { _ in ["type": "string", "pattern": #"^[A-Za-z0-9_-][A-Za-z0-9._-]*\.(safetensors|h5|hdf5|keras)$"#] },
        json: { .string($0) })
}
