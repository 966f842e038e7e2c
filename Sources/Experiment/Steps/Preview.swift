import Plan

/// `preview` as written.
public struct PreviewArguments: StepArguments {
    private static let defaults = PreviewStep(datasets: [])

    /// Names of data sets.
    @Located public var datasets: [Located<String>] = []
    /// Rows of the grid.
    @Located public var rows = defaults.rows
    /// Columns of the grid.
    @Located public var columns = defaults.columns
}

extension PreviewArguments: Declared {
    static let declaration: Declaration<PreviewArguments> = Declaration(
        kind: PreviewStep.kind, start: PreviewArguments(),
        "Draws a grid of the first batch of each data set, as training would see it."
    ) {
        Field(
            "datasets", \.$datasets, .oneOrList(of: .name("the name of a data set"), atLeast: 1), required: true,
            "Names of data sets.")
        Field("rows", \.$rows, .integer(1...100), "Rows of the grid.")
        Field("columns", \.$columns, .integer(1...100), "Columns of the grid.")
    }
}
