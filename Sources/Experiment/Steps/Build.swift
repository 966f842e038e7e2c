import Plan

/// `build` as written.
public struct BuildArguments: StepArguments {
    /// The name of an architecture.
    @Located public var model = ""
    /// What steps call the new model (`as`); nil calls it like its architecture.
    @Located public var name: String?
}

extension BuildArguments: Declared {
    static let declaration: Declaration<BuildArguments> = Declaration(
        kind: BuildStep.kind, keras: "keras.Sequential", start: BuildArguments(),
        "Makes a model of an architecture, with new weights."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The name of an architecture under `models`.")
        Field(
            "as", \.$name, .optional(.name("a name")),
            "What steps call the new model; the name of its architecture where not written.")
    }
}
