import Diagnostics
import Experiment
import Network
import Plan

extension Resolver {
    /// Resolves every data set of the file, in its order.
    mutating func resolveDatasets() {
        for stack in file.augmentations { lintAugmentation(stack.value) }
        for entry in file.datasets {
            if let dataset = resolveDataset(entry.$name, entry.value) { datasets.append(dataset) }
        }
    }

    private mutating func resolveDataset(_ name: Located<String>, _ spec: DatasetSpec) -> DatasetPlan? {
        guard let source = spec.source else {
            isIncomplete = true
            return nil
        }
        let count = diagnostics.count
        checkFolderName(name.wrappedValue, what: "the data set's name", at: name.place)
        checkSource(spec, source)
        checkSizes(spec)
        var plan = DatasetPlan(
            name: name.wrappedValue, source: source.wrappedValue, split: spec.split, classes: classes(of: spec),
            imageSize: spec.imageSize, batchSize: spec.batchSize, colorMode: spec.colorMode, interpolation: spec.interpolation,
            augmentation: augmentation(of: spec), shuffle: spec.shuffle, rng: spec.rng, seed: spec.seed ?? file.seed,
            onError: spec.onError, limit: spec.limit, cacheBytes: spec.cacheBytes)
        checkSeed(plan, spec)
        guard !diagnostics[count...].contains(where: { $0.severity == .error }) else { return nil }
        guard look(at: &plan, source) else { return nil }
        plan.classWeight = classWeight(of: spec, plan)
        return plan
    }

    /// What only some sources have.
    private mutating func checkSource(_ spec: DatasetSpec, _ source: Located<DatasetSource>) {
        if case .csv = source.wrappedValue { return }
        let strangers = [("split", spec.split, spec.$split.place), ("root", spec.root, spec.$root.place)]
        for (key, value, place) in strangers where value != nil {
            report("unusable-key", "\(key) has a meaning only beside csv", at: place, help: ["remove it"])
        }
    }

    /// Sizes within what anything can hold; everything else multiplies them.
    private mutating func checkSizes(_ spec: DatasetSpec) {
        let (height, width) = (spec.imageSize.height, spec.imageSize.width)
        let side = 1...Limits.imageSide
        guard side.contains(height), side.contains(width) else {
            report(
                "out-of-range", "image_size is \(height) x \(width)", at: spec.$imageSize.place,
                help: ["height and width are whole numbers from 1 to \(Limits.imageSide)"])
            return
        }
        guard spec.batchSize >= 1, Limits.product([height, width, 3, spec.batchSize]) <= Limits.values else {
            report(
                "out-of-range", "batch_size is \(spec.batchSize), of images of \(height) x \(width)", at: spec.$batchSize.place,
                help: ["at least 1, and at most \(Limits.values / (height * width * 3)) for this size"])
            return
        }
        checkCount(spec.$limit, "limit")
        if spec.cacheBytes < 0 {
            report("out-of-range", "the cache's size is below 0", at: spec.$cacheBytes.place, help: ["0 keeps nothing"])
        }
    }

    /// The classes that can be named without looking: the file's own, or the phantoms'.
    private mutating func classes(of spec: DatasetSpec) -> [String] {
        guard let written = spec.classes else { return spec.synthetic == nil ? [] : SyntheticRadiographs.classes }
        var seen: Set<String> = []
        for name in written where !seen.insert(name.wrappedValue).inserted {
            report("duplicate-class", "the class '\(name.wrappedValue)' stands twice", at: name.place, help: ["remove one"])
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
        return result.map(\.value)
    }

    /// NumPy's legacy generator takes seeds of 32 bits.
    private mutating func checkSeed(_ plan: DatasetPlan, _ spec: DatasetSpec) {
        guard plan.rng == .numpyLegacy, !(0...Int(UInt32.max)).contains(plan.seed) else { return }
        report(
            "out-of-range", "NumPy's generator takes no seed \(plan.seed)", at: spec.$seed.place ?? spec.$rng.place,
            help: ["use a seed from 0 to \(UInt32.max)"])
    }

    /// Asks the probe for classes and counts; false where the data set cannot be used.
    private mutating func look(at plan: inout DatasetPlan, _ source: Located<DatasetSource>) -> Bool {
        guard let probe else { return true }
        switch probe.probe(plan) {
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
            let empty = zip(classes, counts).filter { $0.1 == 0 }.map { "'\($0.0)'" }
            if classes.isEmpty {
                report("no-classes", "the data set '\(plan.name)' has no classes", at: source.place)
            } else if !empty.isEmpty {
                report(
                    "empty-class", "the data set '\(plan.name)' has no image of \(empty.joined(separator: ", "))",
                    at: source.place,
                    help: ["found: " + zip(classes, counts).map { "\($0) \($1)" }.joined(separator: ", ")])
            }
            return !classes.isEmpty && empty.isEmpty
        }
    }

    /// The weights in label order; a class without one weighs 1.
    private mutating func classWeight(of spec: DatasetSpec, _ plan: DatasetPlan) -> [Double]? {
        guard let written = spec.classWeight, !plan.classes.isEmpty else { return nil }
        for entry in written where !plan.classes.contains(entry.name) {
            reportUnknown("class", entry.name, among: plan.classes, at: entry.$name.place, what: "classes")
        }
        return plan.classes.map { name in written.first { $0.name == name }?.value ?? 1 }
    }
}

extension Limits {
    /// The largest height or width of an image.
    static let imageSide = 1 << 14
}
