import Plan

/// `reinitialize` as written.
public struct ReinitializeArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// Selectors of layers as written.
    @Located public var layers: [Located<String>] = []
    /// The seed of the draws; nil takes the experiment's.
    @Located public var seed: Int?
}

extension ReinitializeArguments: Declared {
    static let declaration: Declaration<ReinitializeArguments> = Declaration(
        kind: ReinitializeStep.kind, start: ReinitializeArguments(), "Draws the values of layers anew, as a build would."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The model's name.")
        Field(
            "layers", \.$layers, .selectors, required: true, examples: ["[-1]", "kind:Dense"], SelectorHints.layers)
        Field(
            "seed", \.$seed, .optional(.seed),
            "The seed of the draws; the experiment's where not written. Two steps draw differently from one seed.")
    }
}
