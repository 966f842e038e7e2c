/// A published figure as written.
public struct ClaimSpec: Sendable {
    /// The id of the step that measures it.
    @Located public var step = ""
    /// The metric's name in the history.
    @Located public var metric = ""
    /// The value; a share for `78.25%`: 0.7825.
    @Located public var value = 0.0
}

extension ClaimSpec: Declared {
    static let declaration: Declaration<ClaimSpec> = Declaration(
        thing: "a claim", start: ClaimSpec(), "A published figure, to be laid beside what is measured."
    ) {
        Field("step", \.$step, .name("the id of a step"), required: true, "The id of the step that measures it.")
        Field("metric", \.$metric, .text, required: true, examples: ["acc"], "The metric's name in the history.")
        Field("value", \.$value, .number(), required: true, examples: ["78.25%"], "The published value.")
    }
}
