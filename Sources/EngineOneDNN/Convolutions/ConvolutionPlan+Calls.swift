import CDNNL
import Engine
import Network

extension ConvolutionPlan {
    /// Appends the convolution of every sample.
    func appendForward(
        _ builder: ProgramBuilder, _ site: Site, source: ProgramTensor, weights: ProgramTensor, bias: ProgramTensor? = nil
    ) throws(EngineError) -> ProgramTensor {
        let output = builder.tensor(destination)
        try builder.appendSamples(forward, layer: site.name, shows: (source, output), flops: flops(builder.count)) {
            (sample) throws(EngineError) in
            let added = bias.map { [(DNNL_ARG_BIAS, $0)] } ?? []
            return [
                (DNNL_ARG_SRC, try source.samples(sample)), (DNNL_ARG_WEIGHTS, weights),
                (DNNL_ARG_DST, try output.samples(sample)),
            ] + added
        }
        return output
    }

    /// Appends the gradient by the kernel, and by the bias where there is one.
    ///
    /// oneDNN sums over samples in an order that depends on the number of threads (AVX-512). So samples are divided into groups
    /// by their number alone, each is summed by one thread, and the sums are added up in the order of the groups.
    func appendKernelGradient(
        _ builder: ProgramBuilder, _ site: Site, source: ProgramTensor, gradient: ProgramTensor, kernel: Int, bias: Int? = nil
    ) throws(EngineError) {
        let groups = SampleGroup.few(builder.count)
        guard let layout = byKernel.values.first?.layout(dnnl_query_diff_weights_md) else {
            throw .library("\(site.name) has no gradient of its kernel")
        }
        let sums = groups.map { _ in builder.tensor(layout) }
        let biases = try bias.map { (_) throws(EngineError) in
            let layout = try Layout.vector(convolution.filters)
            return groups.map { _ in builder.tensor(layout) }
        }
        try builder.append(layer: site.name, groups.count, shows: (gradient, sums[0]), flops: flops(builder.count)) {
            (index) throws(EngineError) in
            guard let descriptor = byKernel[groups[index].count] else { throw .library("a group without a primitive") }
            let (some, slopes) = (try source.samples(groups[index]), try gradient.samples(groups[index]))
            let added = biases.map { [(DNNL_ARG_DIFF_BIAS, $0[index])] } ?? []
            let arguments = [(DNNL_ARG_SRC, some), (DNNL_ARG_DIFF_DST, slopes), (DNNL_ARG_DIFF_WEIGHTS, sums[index])]
            return (descriptor, arguments + added)
        }
        try builder.setGradient(kernel, builder.sum(sums, layer: site.name), layer: site.name)
        if let bias, let biases { try builder.setGradient(bias, builder.sum(biases, layer: site.name), layer: site.name) }
    }

    /// Appends the gradient by the source.
    ///
    /// - Parameter weights: Gives the kernel in a layout.
    func appendSourceGradient(
        _ builder: ProgramBuilder, _ site: Site, gradient: ProgramTensor,
        weights: (Layout) throws(EngineError) -> ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        guard let bySource else { throw .library("\(site.name) has no gradient of its input") }
        let result = builder.tensor(source)
        let kernel = try weights(bySource.layout(dnnl_query_weights_md))
        try builder.appendSamples(bySource, layer: site.name, shows: (gradient, result), flops: flops(builder.count)) {
            (sample) throws(EngineError) in
            [
                (DNNL_ARG_DIFF_DST, try gradient.samples(sample)), (DNNL_ARG_WEIGHTS, kernel),
                (DNNL_ARG_DIFF_SRC, try result.samples(sample)),
            ]
        }
        return result
    }

    /// Multiplications and additions of one pass.
    private func flops(_ count: Int) -> Int { Limits.product([count, convolution.flops]) }
}
