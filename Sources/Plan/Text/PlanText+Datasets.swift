extension PlanText {
    /// One row a data set: images of each class, batches, size, source; under the table what happens to pixels.
    func datasetSection() -> [String] {
        guard !plan.datasets.isEmpty else { return [] }
        var table = TextTable([
            .init("Data set"), .init("Images", isNumeric: true), .init("Classes"), .init("Batches", isNumeric: true),
            .init("Image"),
            .init("Source"),
        ])
        table.rows = plan.datasets.map { dataset in
            [
                dataset.name, dataset.count.map(ReadableNumber.grouped) ?? "?", classes(of: dataset),
                (dataset.batches.map(ReadableNumber.grouped) ?? "?") + times + String(dataset.batchSize),
                [dataset.imageSize.height, dataset.imageSize.width, dataset.colorMode.channels].map(String.init)
                    .joined(separator: times),
                source(of: dataset),
            ]
        }
        return table.lines(width: width, style: style) + pixels() + balances()
    }

    /// What happens to pixels, once for all data sets with the same stack.
    private func pixels() -> [String] {
        var stacks: [(stack: [Augmentation], names: [String])] = []
        for dataset in plan.datasets {
            if let index = stacks.firstIndex(where: { $0.stack == dataset.augmentation }) {
                stacks[index].names.append(dataset.name)
            } else {
                stacks.append((dataset.augmentation, [dataset.name]))
            }
        }
        return stacks.flatMap { stack, names in
            let kinds = stack.map { ArgumentText.kind($0.kind) }
            let text = kinds.isEmpty ? "pixels as they are, 0 to 255" : kinds.joined(separator: ", then ")
            return (names.joined(separator: ", ") + ": " + text).wrapped(to: width, indent: 4)
        }
    }

    /// How classes of unequal size are made up for.
    private func balances() -> [String] {
        plan.datasets.flatMap { dataset -> [String] in
            var parts: [String] = []
            if let weights = dataset.classWeight {
                let texts = zip(dataset.classes, weights).map { "\($0) \(ReadableNumber.short($1))" }
                parts.append("in the training loss a class weighs " + texts.joined(separator: ", "))
            }
            if dataset.sampling == .balanced { parts.append("in a training each class comes equally often") }
            guard !parts.isEmpty else { return [] }
            return "\(dataset.name): \(parts.joined(separator: "; "))".wrapped(to: width, indent: 4)
        }
    }

    private func classes(of dataset: DatasetPlan) -> String {
        guard !dataset.classes.isEmpty else { return "?" }
        guard let counts = dataset.counts else { return dataset.classes.joined(separator: ", ") }
        return zip(dataset.classes, counts).map { "\($0) \(ReadableNumber.grouped($1))" }.joined(separator: ", ")
    }

    private func source(of dataset: DatasetPlan) -> String {
        switch dataset.source {
        case .folder(let path): path
        case .csv(let path, _): path + (dataset.split.map { " (split \($0))" } ?? "")
        case .synthetic(let radiographs): "synthetic radiographs, seed \(radiographs.seed)"
        }
    }
}
