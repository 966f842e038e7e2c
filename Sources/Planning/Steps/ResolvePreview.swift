import Experiment
import Plan

extension Resolver {
    /// `preview`: known data sets, and a grid that a batch can fill.
    mutating func preview(_ arguments: PreviewArguments, _ step: StepContext) -> (any StepKind)? {
        let (cells, overflow) = arguments.rows.multipliedReportingOverflow(by: arguments.columns)
        for name in arguments.datasets {
            guard let dataset = dataset(name), !overflow else { continue }
            let available = min(dataset.batchSize, dataset.count ?? .max)
            if cells > available {
                report(
                    "preview-too-large",
                    "a grid of \(arguments.rows) x \(arguments.columns) needs \(cells) images, and a batch of `\(dataset.name)` has "
                        + "\(available)",
                    at: arguments.$rows.place ?? arguments.$columns.place ?? name.place, help: ["use fewer rows or columns"])
            }
        }
        return PreviewStep(datasets: arguments.datasets.map(\.wrappedValue), rows: arguments.rows, columns: arguments.columns)
    }
}
