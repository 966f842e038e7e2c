import Network

/// Chooses who computes each convolution and Dense layer: a kernel of ours where there is one, else oneDNN.
enum ChooseKernel: Pass {
    static let name = "choose-kernel"

    /// The most channels that the kernels' arithmetic of sizes is made for.
    private static let widest = 1 << 16

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        guard let kernels = context.kernels else { return stages }
        return stages.map { stage in
            let site = context.sites[stage.first]
            var stage = stage
            switch context.head(stage) {
            case let layer as Conv2D:
                let cost = ConvolutionCost(layer, site, stage, kernels, count: context.count)
                (stage.kernel, stage.reason) = choose(layer, site, cost)
            case let layer as Dense: (stage.kernel, stage.reason) = choose(layer)
            default: return stage
            }
            if stage.kernel != .layer { stage.passes.append(name) }
            return stage
        }
    }

    /// A kernel for a convolution, and why this one.
    private static func choose(_ layer: Conv2D, _ site: Site, _ cost: ConvolutionCost) -> (Stage.Kernel, String) {
        func text(_ pair: [Int]) -> String { pair.map(String.init).joined(separator: "x") }
        let channels = site.node.input.extents.last ?? 0
        guard layer.strides == [1, 1] else { return (.layer, "strides of \(text(layer.strides))") }
        guard layer.groups == 1 else { return (.layer, "\(layer.groups) groups") }
        guard layer.dilationRate == [1, 1] else { return (.layer, "a dilation of \(text(layer.dilationRate))") }
        guard max(channels, layer.filters) <= widest else { return (.layer, "more than \(widest) channels") }
        if layer.kernelSize == [1, 1] { return (.product, "1x1, unit stride") }
        guard layer.kernelSize == [3, 3] else { return (.layer, "a kernel of \(text(layer.kernelSize))") }
        if site.readsSamples, channels <= FastKernels.firstChannels { return (.first, "samples of \(channels) channels") }
        // A few pixels are not worth the transformation of many weights. Channels that fill no blocks are ours: the others' layouts
        // would differ.
        let isBlocked = channels % cost.kernels.block == 0 && layer.filters % cost.kernels.block == 0
        if isBlocked, cost.kernels.isDirectFast, cost.direct * worthIt < cost.winograd.time {
            return (.layer, "few pixels for so many weights")
        }
        return (.winograd, "3x3, unit stride")
    }

    /// How many times as long Winograd's convolution must take for the other to be chosen: fusions are lost with it.
    private static let worthIt = 1.2

    /// A kernel for a Dense layer.
    private static func choose(_ layer: Dense) -> (Stage.Kernel, String?) {
        layer.units <= widest ? (.product, nil) : (.layer, "more than \(widest) units")
    }
}
