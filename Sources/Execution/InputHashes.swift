import Diagnostics
import Plan
import Results
import Training

/// The hashes of the data and of the weights files that plans start from. What several plans have in common is read once.
public final class InputHashes {
    /// Hashes of one plan.
    public struct Hashes: Hashable, Sendable {
        /// Of each data set's samples in their order, by name; nothing for data that are drawn.
        public var data: [String: String] = [:]
        /// Of each file, by the id of the step that loads it.
        public var weights: [String: String] = [:]

        /// No hashes.
        public init() {}
    }

    private let settings: RunSettings
    private var known: [Set<DatasetPlan>: [String: String]] = [:]
    private var files: [String: String] = [:]

    /// Creates it; nothing is read yet.
    public init(settings: RunSettings) { self.settings = settings }

    /// Scans and hashes what has not been hashed yet.
    ///
    /// - Throws: `.diagnostic` where a data set cannot be scanned; `.interrupted`.
    public func hashes(of plan: Plan, isInterrupted: () -> Bool = { false }) throws(TrainingFailure) -> Hashes {
        var hashes = Hashes()
        for step in plan.steps {
            guard let load = step.action.kind as? LoadWeightsStep, case .file(let path) = load.from else { continue }
            let hash = files[path] ?? FileMark(ofFile: path).sha256
            files[path] = hash
            hashes.weights[step.id] = hash
        }
        let used = Set(plan.steps.flatMap { $0.action.value.datasets })
        let sources = Set(plan.datasets.filter { used.contains($0.name) }.map(\.samples))
        if let data = known[sources] {
            hashes.data = data
        } else {
            let lock = try RunInputs(of: plan, settings: settings, isInterrupted: isInterrupted).lock
            for entry in lock.data { hashes.data.merge(entry.datasets) { $1 } }
            known[sources] = hashes.data
        }
        return hashes
    }
}

extension DatasetPlan {
    /// What decides which samples there are, and nothing of what is done with them.
    fileprivate var samples: DatasetPlan {
        DatasetPlan(
            name: name, source: source, split: split, classes: classes, counts: counts, imageSize: ImageSize(height: 1, width: 1),
            onError: onError, limit: limit)
    }
}
