import Plan

/// A published figure as written.
public struct ClaimSpec: Sendable {
    /// The id of the step that measures it.
    @Located public var step = ""
    /// The metric's name in the history.
    @Located public var metric = ""
    /// The value with its printed digits; a share for `78.25%`: 0.7825.
    @Located public var value = PublishedValue(0, decimals: nil)
    /// The share of further runs that the interval holds by which `verify` judges.
    @Located public var interval = ClaimPlan.usualInterval
}

extension ClaimSpec: Declared {
    static let declaration: Declaration<ClaimSpec> = Declaration(
        thing: "a claim", start: ClaimSpec(), "A published figure, to be laid beside what is measured."
    ) {
        Field("step", \.$step, .name("the id of a step"), required: true, "The id of the step that measures it.")
        Field("metric", \.$metric, .text, required: true, examples: ["acc"], "The metric's name in the history.")
        Field(
            "value", \.$value, .published, required: true, examples: ["78.25%"],
            "The published value, with the digits that were printed: whatever rounds to them is that value.")
        Field(
            "interval", \.$interval, .share(.within(0.5...0.9999)), examples: ["99%"],
            "How much of the runs that could be expected `assay verify` takes as agreeing: the level of its prediction interval.")
    }
}
