import CKernels
import Network

/// Chooses who computes each convolution: a kernel of ours where there is one, else oneDNN.
enum ChooseKernel: Pass {
    static let name = "choose-kernel"

    /// The most channels that the kernels' arithmetic of sizes is made for.
    private static let widest = 1 << 16

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        guard let kernels = context.kernels else { return stages }
        return stages.map { stage in
            guard let layer = context.head(stage) as? Conv2D else { return stage }
            var stage = stage
            (stage.kernel, stage.reason) = choose(layer, context.sites[stage.layers.lowerBound], kernels, context.count)
            if stage.isFast { stage.passes.append(name) }
            return stage
        }
    }

    /// A kernel for a convolution, and why this one.
    private static func choose(
        _ layer: Conv2D, _ site: Site, _ kernels: FastKernels, _ count: Int
    ) -> (Stage.Kernel, String) {
        func text(_ pair: [Int]) -> String { pair.map(String.init).joined(separator: "x") }
        guard layer.kernelSize == [3, 3] else { return (.layer, "a kernel of \(text(layer.kernelSize))") }
        guard layer.strides == [1, 1] else { return (.layer, "strides of \(text(layer.strides))") }
        let channels = site.node.input.extents.last ?? 0
        guard max(channels, layer.filters) <= widest else { return (.layer, "more than \(widest) channels") }
        if site.index == 0, channels <= FastKernels.firstChannels { return (.first, "samples of \(channels) channels") }
        let output = site.node.output.extents
        let tile = kernels.tile(assay_convolution(layer, site, count: count))
        return (.winograd(tile: tile), "3x3, unit stride, \(text(Array(output.prefix(2)))) pixels")
    }
}
