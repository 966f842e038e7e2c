import Engine
import Network
import Randomness

/// An independent check of the default engine: networks as static programs of oneDNN primitives, with kernels of our own only
/// where the bytes of oneDNN's would depend on the number of threads.
public struct OneDNNEngine: Engine {
    /// `onednn`.
    public var name: String { "onednn" }
    /// `kernels`: the table of our own; `oneDNN`: the widest set that oneDNN uses. Empty where `ASSAY_ISA` cannot be followed.
    public var instructionSets: [String: String] {
        guard let table = try? KernelTable.current() else { return [:] }
        return ["kernels": table.name, "oneDNN": Self.instructionSet]
    }
    /// The number of threads that compute.
    public let threads: Int

    /// Creates an engine that computes on a number of threads, at least one.
    ///
    /// oneDNN runs on OpenMP threads, of which every calling thread has a pool of its own: call a session from one thread only.
    public init(threads: Int) { self.threads = max(threads, 1) }

    /// A model with new parameters.
    public func makeSession(
        network: NetworkDefinition, semantics: Semantics, key: RandomKey
    ) throws(EngineError) -> any EngineSession {
        try OneDNNSession(network: network, semantics: semantics, key: key, parallel: Parallel(threads: threads), kernels: nil)
    }
}
