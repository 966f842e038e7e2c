import Network

/// The layers at the bottom of a network whose outputs are the same each time that a sample comes: frozen ones, without dropout,
/// without statistics of a batch. Equal prefixes give equal bytes.
struct FeaturePrefix: Hashable {
    /// The least multiplications and additions for each byte of an output that make it worth keeping: copying a byte takes about as
    /// long as a hundred of them.
    private static let leastFlops = 256

    /// How they are computed.
    private let stages: [Stage]

    /// The number of layers, a whole number of stages.
    var boundary: Int { stages.last?.layers.upperBound ?? 0 }

    /// Nil where there is none that is worth it, or nothing is trainable.
    init?(_ setting: ProgramSetting) {
        let network = setting.network
        guard let lowest = network.lowestTrainableLayer(frozen: setting.frozen) else { return nil }
        let builder = ProgramBuilder(setting)
        stages = builder.stages.prefix { stage in
            stage.layers.upperBound <= lowest && stage.layers.allSatisfy { Self.isFixed(builder.sites[$0], setting) }
        }.map(\.unsigned)
        guard boundary > 0 else { return nil }
        let flops = Limits.sum(builder.sites[..<boundary].map { $0.flops(1) })
        guard flops / Self.leastFlops >= Limits.product([4, network.layers[boundary - 1].output.count]) else { return nil }
    }

    private static func isFixed(_ site: Site, _ setting: ProgramSetting) -> Bool {
        switch site.node.layer.value {
        case let dropout as Dropout: !site.isTraining || dropout.rate == 0
        case is BatchNormalization: site.hasFixedStatistics(setting.semantics)
        default: true
        }
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
