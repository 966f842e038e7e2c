import Engine
import Network

/// The programs of a session, each made when it is first asked for.
final class ProgramLibrary {
    /// What tells programs of one compilation apart.
    private struct Key: Hashable {
        let count: Int
        let purpose: Purpose
        let part: ProgramPart
    }

    let store: ParameterStore
    private let network: NetworkDefinition
    private let semantics: Semantics
    private let parallel: Parallel
    private let device: Device
    private let kernels: FastKernels?
    private let arena = Arena()
    private var programs: [Key: Program] = [:]
    private var prefixes: [Purpose: FeaturePrefix?] = [:]
    private var features: [FeaturePrefix: FeatureStore] = [:]
    /// Bytes of features that are kept: half of them in training, half in inference, unless these are the same.
    private let featureBudget: Int
    /// What is kept beyond that on a disk, likewise.
    private let featureDisk: DiskBudget?
    /// The most samples of an inference program; nil where outputs could depend on how samples are grouped.
    private(set) lazy var inferenceCount = InferenceCount.of(setting(1, .inference, [], .whole))

    init(
        _ network: NetworkDefinition, semantics: Semantics, parallel: Parallel, device: Device, store: ParameterStore,
        kernels: FastKernels?, featureBudget: Int, featureDisk: DiskBudget?
    ) {
        self.network = network
        self.semantics = semantics
        self.parallel = parallel
        self.device = device
        self.store = store
        self.kernels = kernels
        self.featureBudget = featureBudget
        self.featureDisk = featureDisk
    }

    /// Forgets what another set of frozen layers would change.
    func freezeChanged() {
        programs = programs.filter { $0.key.purpose == .inference && $0.key.part == .whole }
        features = [:]
        prefixes = [:]
    }

    private func prefix(_ purpose: Purpose, _ frozen: Set<String>) -> FeaturePrefix? {
        if let known = prefixes[purpose] { return known }
        let prefix = FeaturePrefix(setting(1, purpose, frozen, .whole))
        prefixes[purpose] = .some(prefix)
        return prefix
    }

    /// The program of a whole network.
    func program(_ count: Int, _ purpose: Purpose, frozen: Set<String>) throws(EngineError) -> Program {
        try program(setting(count, purpose, frozen, .whole))
    }

    /// The program that is left to do for a batch: the whole, or, where its samples say who they are and a prefix of the network
    /// gives the same for them each time, what lies above that prefix. What the prefix gives is then in the run.
    func program(for run: inout Run, _ purpose: Purpose, frozen: Set<String>) throws(EngineError) -> Program {
        let count = run.samples.count
        guard kernels != nil, let identities = run.batch.identities, identities.count == run.batch.count,
            let prefix = prefix(purpose, frozen)
        else { return try program(count, purpose, frozen: frozen) }

        let versions = store.versions(prefix.parameters)
        if features[prefix]?.versions != versions { features[prefix] = nil }
        var known = run.samples.map { features[prefix]?[identities[$0]] }
        let missing = known.indices.filter { known[$0] == nil }
        if !missing.isEmpty {
            let batch = run.batch.samples(missing.map { run.samples.lowerBound + $0 }, of: network.input.count)
            var part = Run(batch, key: run.key, step: run.step)
            let program = try program(setting(missing.count, purpose, frozen, .below(prefix.top)))
            try program.run(&part)
            guard let layout = program.output else { throw .library("a prefix without an output") }
            let store = features[prefix] ?? makeStore(layout, versions, frozen)
            features[prefix] = store
            for (index, values) in zip(missing, part.features) {
                known[index] = values
                store.insert(values, for: identities[run.samples.lowerBound + index])
            }
        }
        guard let layout = features[prefix]?.layout else { throw .library("features without a layout") }
        run.features = known.compactMap { $0 }
        return try program(setting(count, purpose, frozen, .above(prefix.top, layout.withSamples(count))))
    }

    /// A store for one of the prefixes: with all the room, where training and inference have the same, or where one has none.
    private func makeStore(_ layout: Layout, _ versions: [Int], _ frozen: Set<String>) -> FeatureStore {
        let different = max(Set([Purpose.training, .inference].compactMap { prefix($0, frozen) }).count, 1)
        let disk = featureDisk.map { DiskBudget(folder: $0.folder, bytes: $0.bytes / different) }
        return FeatureStore(layout: layout, versions: versions, budget: featureBudget / different, disk: disk)
    }

    /// The layer whose outputs a training keeps for samples that come again the same; nil where there is none.
    func keptFeatures(frozen: Set<String>) -> KeptFeatures? {
        guard kernels != nil, let prefix = prefix(.training, frozen) else { return nil }
        let node = network.layers[prefix.top]
        return KeptFeatures(layer: node.name, byteCount: Limits.product([4, node.output.count]))
    }

    private func setting(_ count: Int, _ purpose: Purpose, _ frozen: Set<String>, _ part: ProgramPart) -> ProgramSetting {
        ProgramSetting(
            network: network, semantics: semantics, device: device, parallel: parallel, store: store, kernels: kernels,
            count: count, purpose: purpose, frozen: frozen, part: part)
    }

    private func program(_ setting: ProgramSetting) throws(EngineError) -> Program {
        parallel.activate()
        let key = Key(count: setting.count, purpose: setting.purpose, part: setting.part)
        if let program = programs[key] { return program }
        let moves = store.moves
        let program = try ProgramBuilder(setting).build(in: arena)
        // A program is bound to the arena and to the places of parameters: where these have moved, it is of no use.
        programs = store.moves == moves ? programs.filter { $0.value.memory === program.memory } : [:]
        programs[key] = program
        return program
    }

}

extension EngineBatch {
    /// Some of the samples, their inputs alone.
    fileprivate func samples(_ chosen: [Int], of width: Int) -> EngineBatch {
        if chosen.count == count { return self }
        var part = EngineBatch(count: chosen.count, inputs: [], targets: [])
        part.inputs.reserveCapacity(chosen.count * width)
        for sample in chosen { part.inputs += inputs[sample * width..<(sample + 1) * width] }
        return part
    }
}
