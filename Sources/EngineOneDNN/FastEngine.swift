import Engine
import Network
import Randomness

/// The default engine: networks as static programs of kernels of our own, fused with what follows them, and of oneDNN's
/// primitives for what they do not compute.
public struct FastEngine: Engine {
    /// `fast`.
    public var name: String { "fast" }
    /// `kernels`: the table of our own; `oneDNN`: the widest set that oneDNN uses. Empty where `ASSAY_ISA` cannot be followed.
    public var instructionSets: [String: String] { OneDNNEngine(threads: threads).instructionSets }
    /// The number of threads that compute.
    public let threads: Int
    private let table: KernelTable?
    private let featureDisk: DiskBudget?

    /// Creates an engine that computes on a number of threads, at least one.
    ///
    /// oneDNN runs on OpenMP threads, of which every calling thread has a pool of its own: call a session from one thread only.
    ///
    /// - Parameters:
    ///   - table: The kernels; nil for those of this process, as ``KernelTable/current()`` chooses them.
    ///   - featureDisk: Where outputs of frozen layers are kept that fit no memory; nil for nowhere.
    public init(threads: Int, table: KernelTable? = nil, featureDisk: DiskBudget? = nil) {
        self.threads = max(threads, 1)
        self.table = table
        self.featureDisk = featureDisk
    }

    /// A model with new parameters.
    public func makeSession(
        network: NetworkDefinition, semantics: Semantics, key: RandomKey
    ) throws(EngineError) -> any EngineSession {
        let current = try KernelTable.current()
        return try OneDNNSession(
            network: network, semantics: semantics, key: key, parallel: Parallel(threads: threads),
            kernels: FastKernels(table ?? current), featureDisk: featureDisk)
    }
}
