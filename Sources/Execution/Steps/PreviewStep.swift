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
            let images = (0..<shown).map { number in
                PreviewGrid.Image(
                    height: size.height, width: size.width, channels: dataset.plan.colorMode.channels,
                    values: Array(batch.images[number * count..<(number + 1) * count]),
                    title: dataset.index.classes[batch.labels[number]])
            }
            try run.write { directory throws(Diagnostic) in
                try directory.write(PreviewGrid(images: images, rows: rows, columns: columns).png(), to: "figures/\(id)-\(name).png")
            }
        }
        return nil
    }
}
