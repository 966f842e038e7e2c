import Engine
import Network

/// How many operations each layer has in a training step, and what a profile says of each layer.
struct LayerOperations {
    private let network: NetworkDefinition
    private let frozen: Set<String>
    /// Multiplications and additions of a training step on one sample, a layer.
    private let counts: [Int]

    /// The forward pass once; again for the gradient by the parameters, and again for the gradient by the input, where they are wanted.
    init(_ network: NetworkDefinition, frozen: Set<String>) {
        self.network = network
        self.frozen = frozen
        let differentiated = network.differentiated(frozen: frozen)
        counts = network.layers.enumerated().map { index, node in
            let isTrained = differentiated[index] && !frozen.contains(node.name)
            let propagates = node.sources.contains { $0 >= 0 && differentiated[$0] }
            let passes = 1 + (isTrained ? 1 : 0) + (propagates ? 1 : 0)
            return Limits.product([passes, node.layer.value.flops(for: node.input)])
        }
    }

    /// All of a training step on one sample.
    var total: Int { Limits.sum(counts) }

    /// The calls of a profile, layer by layer, in the network's order; the input first.
    ///
    /// - Parameter stages: Which layers are computed together: the first of them that has calls does the work of those without.
    func layers(of profile: StepProfile, images: Int, stages: [ProgramStage]) -> [BenchmarkRecord.Layer] {
        let step = StepProfile.median(profile.steps)
        let calls = Dictionary(grouping: profile.calls, by: \.layer)
        var fused: [String: [String]] = [:]
        for stage in stages {
            guard let owner = stage.layers.first(where: { calls[$0] != nil }) else { continue }
            fused[owner] = stage.layers.filter { calls[$0] == nil }
        }
        func record(_ name: String, kind: String, operations: Int) -> BenchmarkRecord.Layer {
            let own = calls[name] ?? []
            let forward = own.reduce(0) { $0 + ($1.isBackward ? 0 : $1.seconds) }
            let backward = own.reduce(0) { $0 + ($1.isBackward ? $1.seconds : 0) }
            let seconds = forward + backward
            let rate = Double(operations) * Double(images) / seconds * 1e-9
            return BenchmarkRecord.Layer(
                name: name, kind: kind, fused: fused[name] ?? [], isFrozen: frozen.contains(name), forwardMs: forward * 1e3,
                backwardMs: backward * 1e3,
                gflops: operations > 0 && seconds > 0 ? rate : nil, share: step > 0 ? seconds / step : 0,
                calls: own.map { BenchmarkRecord.Call(name: $0.name, kernel: $0.kernel, ms: $0.seconds * 1e3) })
        }
        return [record("input", kind: "", operations: 0)]
            + zip(network.layers, counts).map { record($0.name, kind: $0.layer.name, operations: $1) }
    }
}
