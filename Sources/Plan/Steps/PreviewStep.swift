/// Draws a grid of the first batch of each data set, as training would see it.
public struct PreviewStep: StepKind {
    /// The kind's name.
    public static let kind = "preview"
    /// Names of data sets.
    public var datasets: [String]
    /// Rows of the grid.
    public var rows: Int
    /// Columns of the grid.
    public var columns: Int
    /// Creates the step.
    public init(datasets: [String], rows: Int = 3, columns: Int = 3) {
        self.datasets = datasets
        self.rows = rows
        self.columns = columns
    }
}
