import Engine
import Network

extension LayerNormalization: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let grid = try ChannelGrid(input.layout, layer: site.name)
        let kernel = LayerNormalizationKernel(grid: grid, epsilon: epsilon)
        return try builder.appendNormalization(kernel, input, at: site)
    }
}
