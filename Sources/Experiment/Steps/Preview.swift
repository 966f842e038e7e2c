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
