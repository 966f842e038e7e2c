import Diagnostics
import Network
import Plan

/// What a data set holds: its classes, and its samples in the order that everything else refers to.
public struct DatasetIndex: Hashable, Sendable {
    /// Where the pixels of a sample come from.
    public enum Origin: Hashable, Sendable {
        /// A file, by its absolute path.
        case file(String)
        /// A drawn image, by its number.
        case phantom(Int)
    }

    /// One image.
    public struct Sample: Hashable, Sendable {
        /// Its name in tables: the path below the data set's folder, with `/`.
        public var path: String
        /// Where its pixels come from.
        public var origin: Origin
        /// An index into the classes.
        public var label: Int

        /// Creates a sample.
        public init(path: String, origin: Origin, label: Int) {
            self.path = path
            self.origin = origin
            self.label = label
        }
    }

    /// The class names in label order.
    public var classes: [String]
    /// The images: class by class in a folder, in the manifest's order otherwise.
    public var samples: [Sample]
    /// Warnings and remarks of the scan, without errors.
    public var remarks: [Diagnostic]

    /// Creates an index.
    public init(classes: [String], samples: [Sample], remarks: [Diagnostic] = []) {
        self.classes = classes
        self.samples = samples
        self.remarks = remarks
    }

    /// Images of each class, in label order.
    public var counts: [Int] {
        var counts = [Int](repeating: 0, count: classes.count)
        for sample in samples where counts.indices.contains(sample.label) { counts[sample.label] += 1 }
        return counts
    }

    /// Looks at the source of a data set, and opens no image.
    ///
    /// Classes are those of the plan in its order, or those found, sorted by code points. `limit` keeps the first of each class. The
    /// semantics says which entries of a folder count.
    /// - Throws: all that is wrong at once; a missing folder or file has the outcome `missingInput`.
    public static func scan(_ plan: DatasetPlan, semantics: Semantics) throws(DatasetFailure) -> DatasetIndex {
        var scan: Scan
        switch plan.source {
        case .folder(let path): scan = FolderScan.scan(path, classes: plan.classes, semantics: semantics)
        case .csv(let path, let root): scan = ManifestScan.scan(path, root: root, classes: plan.classes, split: plan.split)
        case .synthetic(let source): scan = PhantomScan.scan(source, classes: plan.classes)
        }
        if let twice = plan.classes.enumerated().first(where: { plan.classes[..<$0.offset].contains($0.element) }) {
            let help = ["list each class once: its place is its label"]
            scan.diagnostics.append(
                Diagnostic(
                    "duplicate-class", .error, "data set '\(plan.name)' lists the class '\(twice.element)' twice", help: help))
        }
        if let split = plan.split {
            guard case .csv = plan.source else {
                let split = Diagnostic(
                    "split-without-manifest", .error,
                    "data set '\(plan.name)' asks for split '\(split)', which only a manifest (csv) can name",
                    help: ["remove `split`, or name a folder of that split"])
                throw DatasetFailure(scan.diagnostics + [split])
            }
        }
        guard !scan.hasErrors else { throw DatasetFailure(scan.diagnostics) }
        return DatasetIndex(classes: scan.classes, samples: scan.limited(to: plan.limit), remarks: scan.diagnostics)
    }
}

/// What a scan of any source gives.
struct Scan {
    var classes: [String] = []
    var samples: [DatasetIndex.Sample] = []
    var diagnostics: [Diagnostic] = []

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// The first `limit` samples of each class, order kept.
    func limited(to limit: Int?) -> [DatasetIndex.Sample] {
        guard let limit else { return samples }
        var left = [Int](repeating: max(limit, 0), count: classes.count)
        return samples.filter { sample in
            left[sample.label] -= 1
            return left[sample.label] >= 0
        }
    }
}

extension String {
    /// Whether this comes first by code points, as Python's `sorted` has it; Swift's own `<` compares canonical forms.
    func precedesByCodePoints(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
