import Network

/// The layers at the bottom of a network whose outputs are the same each time that a sample comes: frozen ones, without dropout,
/// without statistics of a batch.
enum FeaturePrefix {
    /// The least multiplications and additions for each byte of an output that make it worth keeping: copying a byte takes about as
    /// long as a hundred of them.
    private static let leastFlops = 256

    /// Where to split a network: the number of layers below, a whole number of stages. Nil where it is not worth it, or nothing is
    /// trainable.
    static func boundary(_ setting: ProgramSetting) -> Int? {
        let network = setting.network
        guard let lowest = network.lowestTrainableLayer(frozen: setting.frozen) else { return nil }
        let builder = ProgramBuilder(setting, channelsLast: [])
        var boundary = 0
        for stage in builder.stages {
            guard stage.layers.upperBound <= lowest, stage.layers.allSatisfy({ isFixed(builder.sites[$0], setting) }) else {
                break
            }
            boundary = stage.layers.upperBound
        }
        guard boundary > 0 else { return nil }
        let flops = Limits.sum(builder.sites[..<boundary].map { $0.flops(1) })
        return flops / leastFlops >= Limits.product([4, network.layers[boundary - 1].output.count]) ? boundary : nil
    }

    private static func isFixed(_ site: Site, _ setting: ProgramSetting) -> Bool {
        switch site.node.layer.value {
        case let dropout as Dropout: !site.isTraining || dropout.rate == 0
        case is BatchNormalization: site.hasFixedStatistics(setting.semantics)
        default: true
        }
    }
}
