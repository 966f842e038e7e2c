import Plan
import YAMLSyntax

/// `freeze` as written.
public struct FreezeArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// Selectors of layers as written: Python slices, names, globs, `kind:Conv2D`.
    @Located public var layers: [Located<String>] = []
}

extension FreezeArguments: Declared {
    static let declaration: Declaration<FreezeArguments> = Declaration(
        kind: FreezeStep.kind, keras: "layer.trainable = False", start: FreezeArguments(),
        "Marks layers as not trainable, from the next compile on."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The model's name.")
        Field(
            "layers", \.$layers, .selectors, required: true, examples: ["[:-5]", "conv*", "kind:BatchNormalization"],
            SelectorHints.layers)
    }
}

extension ValueType<String> {
    /// A selector of layers; planning knows what it selects.
    static let selector: Self = ValueType(
        noun: "a selector of layers", decode: text.decode, schema: { _ in ["type": "string"] }, json: { .string($0) })
}

extension ValueType<[Located<String>]> {
    /// One selector of layers, or a list of them.
    static let selectors: Self = .oneOrList(of: .selector, atLeast: 1)
}

/// What keys that select layers have in common.
enum SelectorHints {
    static let layers = "Which layers: a Python slice in quotes, a name, a glob, a kind, or a list of these."
}
