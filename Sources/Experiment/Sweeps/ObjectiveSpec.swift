import Plan

/// What is measured of a trial, as written.
public struct ObjectiveSpec: Sendable {
    /// The id of the step that measures it.
    @Located public var step = ""
    /// The name in the step's metrics.
    @Located public var metric = ""
    /// Which way is better.
    @Located public var mode = ModeChoice.auto
    /// Which epoch of a training counts.
    @Located public var epoch = SweepObjective.Epoch.best
}

extension ObjectiveSpec: Declared {
    static let declaration: Declaration<ObjectiveSpec> = Declaration(
        thing: "an objective", start: ObjectiveSpec(), "What is measured of a trial, and which way is better."
    ) {
        Field("step", \.$step, .name("the id of a step"), required: true, "The id of the step that measures it.")
        Field(
            "metric", \.$metric, .text, required: true, formerly: ["name"], examples: ["val_loss"],
            "The name in the step's metrics.")
        Field(
            "mode", \.$mode, .choice(), formerly: ["direction", "goal"],
            "Which way is better; auto goes by the metric's name: a loss lower, all else higher.")
        Field("epoch", \.$epoch, .choice(), "Which epoch of a training counts.")
    }
}
