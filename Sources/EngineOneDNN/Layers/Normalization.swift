import Engine
import Network

extension Normalization: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let weights = ["mean", "variance"].compactMap { site.parameter($0).map { builder.parameter($0) } }
        return try builder.appendScale("normalization", input, at: site, reading: weights) { addresses in
            let (mean, variance): ((Int) -> Double, (Int) -> Double)
            if weights.count == 2 {
                let (means, variances) = (addresses.values(weights[0]), addresses.values(weights[1]))
                (mean, variance) = ({ Double(means[$0]) }, { Double(variances[$0]) })
            } else {
                let (means, variances) = (self.mean ?? [0], self.variance ?? [1])
                (mean, variance) = ({ means[means.count == 1 ? 0 : $0] }, { variances[variances.count == 1 ? 0 : $0] })
            }
            func factor(_ channel: Int) -> Double { 1 / max(variance(channel).squareRoot(), Self.leastDeviation) }
            return ({ Float(factor($1)) }, { Float(-mean($1) * factor($1)) })
        }
    }
}
