import Datasets
import Diagnostics
import Plan
import Results
import Training

extension PreviewStep: ExecutableStep {
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        for name in datasets {
            if run.isInterrupted() { throw .interrupted }
            let dataset = try run.dataset(name)
            let stream = TrainingStream(of: name, in: run.plan)
            let feed = dataset.feed(stream.schedule(dataset), epochs: 0..<1)
            let first = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try feed.next() }
            feed.cancel()
            guard let batch = first else { continue }
            let size = dataset.plan.imageSize
            let shown = min(batch.count, rows * columns)
            let count = size.height * size.width * dataset.plan.colorMode.channels
            let cells = (0..<shown).map { number in
                ImageGrid.Cell(
                    title: dataset.index.classes[batch.labels[number]],
                    pixels: Array(batch.images[number * count..<(number + 1) * count]), height: size.height, width: size.width,
                    channels: dataset.plan.colorMode.channels)
            }
            try run.write { directory throws(Diagnostic) in
                let grid = ImageGrid(title: name, rows: rows, columns: columns, cells: cells)
                try directory.write(grid.png(), to: "figures/\(id)-\(name).png")
            }
        }
        return nil
    }
}
