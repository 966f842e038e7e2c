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
    private var features: [Purpose: FeatureStore] = [:]
    private var boundaries: [Purpose: Int?] = [:]
    /// Bytes of features that are kept, half of them in training, half in inference.
    private let featureBudget: Int

    init(
        _ network: NetworkDefinition, semantics: Semantics, parallel: Parallel, device: Device, store: ParameterStore,
        kernels: FastKernels?, featureBudget: Int
    ) {
        self.network = network
        self.semantics = semantics
        self.parallel = parallel
        self.device = device
        self.store = store
        self.kernels = kernels
        self.featureBudget = featureBudget
    }

    /// Forgets what another set of frozen layers would change.
    func freezeChanged() {
        programs = programs.filter { $0.key.purpose == .inference && $0.key.part == .whole }
        features = [:]
        boundaries = [:]
    }

    private func boundary(_ purpose: Purpose, _ frozen: Set<String>) -> Int? {
        if let known = boundaries[purpose] { return known }
        let boundary = FeaturePrefix.boundary(setting(1, purpose, frozen, .whole))
        boundaries[purpose] = .some(boundary)
        return boundary
    }

    /// The program of a whole network.
    func program(_ count: Int, _ purpose: Purpose, frozen: Set<String>) throws(EngineError) -> Program {
        try program(setting(count, purpose, frozen, .whole))
    }

    /// The program that is left to do for a batch: the whole, or, where its samples say who they are and a prefix of the network
    /// gives the same for them each time, what lies above that prefix. What the prefix gives is then in the run.
    func program(for run: inout Run, _ purpose: Purpose, frozen: Set<String>) throws(EngineError) -> Program {
        let count = run.batch.count
        guard kernels != nil, let identities = run.batch.identities, identities.count == count,
            let boundary = boundary(purpose, frozen)
        else { return try program(count, purpose, frozen: frozen) }

        let versions = store.versions(network.layers[..<boundary].reduce(0) { $0 + $1.parameters.count })
        if features[purpose]?.isValid(boundary: boundary, versions: versions) != true { features[purpose] = nil }
        var known = identities.map { features[purpose]?[$0] }
        let missing = known.indices.filter { known[$0] == nil }
        if !missing.isEmpty {
            var part = Run(
                batch: run.batch.samples(missing, of: network.input.count), key: run.key, step: run.step, head: nil)
            let prefix = try program(setting(missing.count, purpose, frozen, .below(boundary)))
            try prefix.run(&part)
            guard let layout = prefix.output else { throw .library("a prefix without an output") }
            let store =
                features[purpose]
                ?? FeatureStore(boundary: boundary, layout: layout, versions: versions, budget: featureBudget / 2)
            features[purpose] = store
            for (index, values) in zip(missing, part.features) {
                known[index] = values
                store.insert(values, for: identities[index])
            }
        }
        guard let layout = features[purpose]?.layout else { throw .library("features without a layout") }
        run.features = known.compactMap { $0 }
        return try program(setting(count, purpose, frozen, .above(boundary, layout.withSamples(count))))
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
        let program = try build(setting)
        // A program is bound to the arena and to the places of parameters: where these have moved, it is of no use.
        programs = store.moves == moves ? programs.filter { $0.value.memory === program.memory } : [:]
        programs[key] = program
        return program
    }

    /// Lets convolutions choose their layouts; one that then has no fast implementation (few channels in the middle of a
    /// network) is channels last.
    private func build(_ setting: ProgramSetting) throws(EngineError) -> Program {
        var channelsLast: Set<Int> = []
        while true {
            do throws(EngineError) {
                return try ProgramBuilder(setting, channelsLast: channelsLast).build(in: arena)
            } catch {
                guard case .unsupported(let name, _) = error,
                    let index = network.layers.firstIndex(where: { $0.name == name && $0.layer.value is Conv2D }),
                    channelsLast.insert(index).inserted
                else { throw error }
            }
        }
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
