import Network

/// Chooses who computes each convolution and Dense layer: a kernel of ours where there is one, else oneDNN.
enum ChooseKernel: Pass {
    static let name = "choose-kernel"

    /// The most channels that the kernels' arithmetic of sizes is made for.
    private static let widest = 1 << 16

    static func apply(to stages: [Stage], _ context: PassContext) -> [Stage] {
        guard let kernels = context.kernels else { return stages }
        return stages.map { stage in
            var stage = stage
            switch context.head(stage) {
            case is Conv2D, is DepthwiseConv2D:
                guard let cost = ConvolutionCost(stage, kernels, context) else { return stage }
                (stage.kernel, stage.reason) = choose(cost)
            case let layer as Dense: (stage.kernel, stage.reason) = choose(layer)
            default: return stage
            }
            if stage.kernel != .layer { stage.passes.append(name) }
            return stage
        }
    }

    /// A kernel for a convolution, and why this one.
    private static func choose(_ cost: ConvolutionCost) -> (Stage.Kernel, String) {
        func text(_ pair: [Int]) -> String { pair.map(String.init).joined(separator: "x") }
        let (convolution, channels, filters) = (cost.convolution, cost.convolution.source[2], cost.convolution.filters)
        let (window, strides) = (convolution.kernelSize, convolution.strides)
        guard max(channels, filters) <= widest else { return (.layer, "more than \(widest) channels") }
        guard convolution.dilationRate == [1, 1] else { return (.layer, "a dilation of \(text(convolution.dilationRate))") }
        guard max(strides[0], strides[1]) <= FastKernels.longestSide else { return (.layer, "strides of \(text(strides))") }
        if convolution.groups > 1 {
            guard convolution.groups == channels, filters == channels else { return (.layer, "\(convolution.groups) groups") }
            guard max(window[0], window[1]) <= FastKernels.longestSide else { return (.layer, "a kernel of \(text(window))") }
            return (.depthwise, "a window for each channel")
        }
        if window == [1, 1] {
            return convolution.destination.prefix(2) == [1, 1] && strides == [1, 1]
                ? (.product, "1x1 on one pixel") : (.pointwise, strides == [1, 1] ? "1x1, unit stride" : "1x1")
        }
        guard strides == [1, 1] else { return (.layer, "strides of \(text(strides))") }
        guard window == [3, 3] else { return (.layer, "a kernel of \(text(window))") }
        if cost.site.readsSamples, channels <= FastKernels.firstChannels { return (.first, "samples of \(channels) channels") }
        // A few pixels are not worth the transformation of many weights. Channels that fill no blocks are ours: the others' layouts
        // would differ.
        let isBlocked = channels % cost.kernels.block == 0 && filters % cost.kernels.block == 0
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
