import Diagnostics
import Experiment
import Network
import Plan

extension Resolver {
    /// Resolves every data set of the file, in its order.
    mutating func resolveDatasets() {
        for stack in file.augmentations { lintAugmentation(stack.value) }
        for entry in file.datasets {
            let dataset = resolveDataset(entry.$name, entry.value)
            if file.lost.contains(entry.name) {
                isIncomplete = true
            } else if let dataset {
                datasets.append(dataset)
            }
        }
    }

    private mutating func resolveDataset(_ name: Located<String>, _ spec: DatasetSpec) -> DatasetPlan? {
        guard let source = spec.source else {
            isIncomplete = true
            return nil
        }
        let count = diagnostics.count
        checkBatch(spec)
        var plan = DatasetPlan(
            name: name.wrappedValue, source: source.wrappedValue, split: spec.split, classes: classes(of: spec),
            imageSize: spec.imageSize, batchSize: spec.batchSize, colorMode: spec.colorMode, interpolation: spec.interpolation,
            augmentation: augmentation(of: spec), shuffle: spec.shuffle, rng: spec.rng, seed: spec.seed ?? file.seed,
            onError: spec.onError, limit: spec.limit, sampling: spec.sampling, cacheBytes: spec.cacheBytes)
        checkSampling(spec)
        guard !diagnostics[count...].contains(where: { $0.severity == .error }) else { return nil }
        guard look(at: &plan, source) else { return nil }
        plan.classWeight = classWeight(of: spec, plan)
        return plan
    }

    /// A batch that no array can hold.
    private mutating func checkBatch(_ spec: DatasetSpec) {
        let (height, width) = (spec.imageSize.height, spec.imageSize.width)
        let image = Limits.product([height, width, spec.colorMode.channels])
        guard Limits.product([image, spec.batchSize]) > Limits.values else { return }
        report(
            "too-much-memory", "\(spec.batchSize) images of \(height) x \(width) are more than a batch can hold",
            at: spec.$batchSize.place ?? spec.$imageSize.place,
            help: ["use a batch_size of at most \(Limits.values / max(image, 1)), or smaller images"])
    }

    /// Sampling that leaves nothing of an order that was asked for.
    private mutating func checkSampling(_ spec: DatasetSpec) {
        guard spec.sampling != nil else { return }
        if spec.$shuffle.isWritten, !spec.shuffle {
            report(
                "conflicting-keys", "balanced sampling draws, and shuffle: false forbids it", at: spec.$sampling.place,
                help: ["leave out one of the two"])
        }
        if spec.rng == .numpyLegacy {
            report(
                "conflicting-keys", "`flow_from_directory` has no balanced sampling that rng: numpy-legacy could replay",
                at: spec.$sampling.place, help: ["leave out one of the two"])
        }
        if spec.classWeight != nil {
            report(
                "weighted-twice", .lint, "classes that come equally often are weighed once more by class_weight",
                at: spec.$classWeight.place, help: ["one of the two makes up for classes of unequal size"])
        }
    }

    /// The classes that can be named without looking: the file's own, or the phantoms'.
    private mutating func classes(of spec: DatasetSpec) -> [String] {
        guard let written = spec.classes else { return spec.synthetic == nil ? [] : SyntheticRadiographs.classes }
        var seen: Set<String> = []
        for name in written where !seen.insert(name.wrappedValue).inserted {
            report("duplicate-class", "the class `\(name.wrappedValue)` stands twice", at: name.place, help: ["remove one"])
        }
        if spec.synthetic != nil {
            for name in written where !SyntheticRadiographs.classes.contains(name.wrappedValue) {
                reportUnknown(
                    "class", name.wrappedValue, among: SyntheticRadiographs.classes, at: name.place,
                    what: "classes of synthetic radiographs")
            }
        }
        return written.map(\.wrappedValue)
    }

    private mutating func augmentation(of spec: DatasetSpec) -> [Augmentation] {
        var result: [AugmentationSpec] = []
        for entry in spec.augmentation {
            switch entry {
            case .inline(let augmentation): result.append(augmentation)
            case .named(let name):
                guard let stack = file.augmentations.first(where: { $0.name == name.wrappedValue }) else {
                    reportUnknown(
                        "augmentation", name.wrappedValue, among: file.augmentations.map(\.name), at: name.place,
                        what: "augmentations")
                    continue
                }
                result += stack.value
            }
        }
        lintAugmentation(result)
        if spec.colorMode == .grayscale,
            let entry = result.first(where: { ($0.value.kind as? PreprocessInput)?.needsColour ?? false })
        {
            report(
                "needs-colour", "\(entry.kind) has means for three channels, and the images have one", at: entry.$kind.place,
                help: ["remove color_mode: grayscale", "or rescale: {scale: 1/127.5, offset: -1}"])
        }
        return result.map(\.value)
    }

    /// Asks the probe for classes and counts; false where the data set cannot be used.
    private mutating func look(at plan: inout DatasetPlan, _ source: Located<DatasetSource>) -> Bool {
        guard let probe else { return true }
        switch probe.probe(plan, semantics: file.semantics) {
        case .failed(let problems):
            for var problem in problems {
                if problem.position == nil {
                    problem.position = source.position
                    problem.length = source.length
                }
                add(problem)
            }
            return !problems.contains { $0.severity == .error }
        case .found(let classes, let counts):
            plan.classes = classes
            plan.counts = counts
            let empty = zip(classes, counts).filter { $0.1 == 0 }.map { "`\($0.0)`" }
            if classes.isEmpty {
                report("no-classes", "the data set `\(plan.name)` has no classes", at: source.place)
            } else if !empty.isEmpty {
                report(
                    "empty-class", "the data set `\(plan.name)` has no image of \(empty.joined(separator: ", "))",
                    at: source.place,
                    help: ["found: " + zip(classes, counts).map { "\($0) \($1)" }.joined(separator: ", ")])
            }
            return !classes.isEmpty && empty.isEmpty
        }
    }

    /// The weights in label order; a class without one weighs 1.
    private mutating func classWeight(of spec: DatasetSpec, _ plan: DatasetPlan) -> [Double]? {
        guard let weights = spec.classWeight, !plan.classes.isEmpty else { return nil }
        guard case .table(let written) = weights else { return plan.balancedWeight }
        for entry in written where !plan.classes.contains(entry.name) {
            reportUnknown("class", entry.name, among: plan.classes, at: entry.$name.place, what: "classes")
        }
        return plan.classes.map { name in written.first { $0.name == name }?.value ?? 1 }
    }
}
