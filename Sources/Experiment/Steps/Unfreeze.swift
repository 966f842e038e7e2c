import Plan

/// `unfreeze` as written.
public struct UnfreezeArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// Selectors of layers as written.
    @Located public var layers: [Located<String>] = []
}

extension UnfreezeArguments: Declared {
    static let declaration: Declaration<UnfreezeArguments> = Declaration(
        kind: UnfreezeStep.kind, keras: "layer.trainable = True", start: UnfreezeArguments(),
        "Marks layers as trainable again, from the next compile on."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The model's name.")
        Field(
            "layers", \.$layers, .selectors, required: true, examples: ["[-10:]", "conv5*", "[:]"], SelectorHints.layers)
    }
}
