import Network

/// A layer whose outputs are the same each time that a sample comes, with all below it: frozen, without dropout, without statistics
/// of a batch. No layer above reads anything else of what lies below. Equal prefixes give equal bytes.
struct FeaturePrefix: Hashable {
    /// The least multiplications and additions for each byte of an output that make it worth keeping: copying a byte takes about as
    /// long as a hundred of them.
    private static let leastFlops = 256

    /// How they are computed.
    private let stages: [Stage]
    /// The layer whose outputs are kept.
    let top: Int
    /// The parameters of the layer and of those below it, by their index.
    let parameters: [Int]

    /// The highest that is worth it; nil where there is none, or nothing is trainable.
    init?(_ setting: ProgramSetting) {
        let builder = ProgramBuilder(setting)
        let sites = builder.sites
        let trained = Site.all(of: setting.network, frozen: setting.frozen).map(\.isDifferentiated)
        guard trained.contains(true) else { return nil }
        let readers = setting.network.readers
        // Stages come after all that they read.
        var isFixed = [Bool](repeating: false, count: sites.count)
        var fixed: [Int] = []
        for stage in builder.stages {
            guard sites[stage.first].sources.allSatisfy({ $0 < 0 || isFixed[$0] }),
                stage.layers.allSatisfy({ Self.isFixed(sites[$0], setting) && !trained[$0] })
            else { continue }
            isFixed[stage.last] = true
            fixed.append(stage.last)
        }
        for top in fixed.reversed() where !readers[top].isEmpty {
            let below = sites.below(top)
            guard below.allSatisfy({ $0 == top || readers[$0].allSatisfy(below.contains) }),
                sites.allSatisfy({ below.contains($0.index) || !$0.sources.contains(-1) })
            else { continue }
            let flops = Limits.sum(below.map { sites[$0].flops(1) })
            guard flops / Self.leastFlops >= Limits.product([4, setting.network.layers[top].output.count]) else { continue }
            stages = builder.stages.filter { below.contains($0.last) }.map(\.unsigned)
            parameters = below.sorted().flatMap {
                sites[$0].firstParameter..<sites[$0].firstParameter + sites[$0].parameters.count
            }
            self.top = top
            return
        }
        return nil
    }

    private static func isFixed(_ site: Site, _ setting: ProgramSetting) -> Bool {
        (site.node.layer.value as? any OneDNNLayer)?.isRepeatable(at: site, setting.semantics) ?? false
    }
}

extension Stage {
    /// The stage without the names of the passes that made it.
    fileprivate var unsigned: Stage {
        var stage = self
        stage.passes = []
        return stage
    }
}
