import Diagnostics
import Network
import Plan
import Planning
import Synchronization
import Weights

/// A probe that looks at each data set and each weights file once, however often one command plans.
final class CachingProbe: DataProbe {
    private struct Key: Hashable {
        var dataset: DatasetPlan
        var semantics: Semantics
    }

    private struct Found {
        var datasets: [Key: DataProbeResult] = [:]
        var weights: [String: Swift.Result<WeightsIndex?, Diagnostic>] = [:]
    }

    private let inner: any DataProbe
    private let found = Mutex(Found())

    init(_ inner: any DataProbe) { self.inner = inner }

    func probe(_ dataset: DatasetPlan, semantics: Semantics) -> DataProbeResult {
        let key = Key(dataset: dataset.asRead, semantics: semantics)
        if let result = found.withLock({ $0.datasets[key] }) { return result }
        let result = inner.probe(dataset, semantics: semantics)
        found.withLock { $0.datasets[key] = result }
        return result
    }

    func weights(at path: String) throws(Diagnostic) -> WeightsIndex? {
        if let result = found.withLock({ $0.weights[path] }) { return try result.get() }
        let result: Swift.Result<WeightsIndex?, Diagnostic>
        do throws(Diagnostic) { result = .success(try inner.weights(at: path)) } catch { result = .failure(error) }
        found.withLock { $0.weights[path] = result }
        return try result.get()
    }
}

extension DatasetPlan {
    /// The data set as far as it matters for what it holds: not how its images become batches.
    fileprivate var asRead: DatasetPlan {
        var result = self
        result.batchSize = 1
        result.augmentation = []
        result.shuffle = true
        result.rng = .stateless
        result.seed = 0
        result.classWeight = nil
        result.sampling = nil
        result.cacheBytes = 0
        return result
    }
}
