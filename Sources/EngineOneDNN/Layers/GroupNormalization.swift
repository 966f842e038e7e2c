import Engine
import Network

extension GroupNormalization: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let grid = try ChannelGrid(input.layout, layer: site.name)
        let kernel = GroupNormalizationKernel(grid: grid, size: groupSize(for: site.node.input), epsilon: epsilon)
        return try builder.appendNormalization(kernel, input, at: site)
    }
}
