import Engine
import Network

extension ProgramBuilder {
    /// Appends kernel and bias of a convolution with a normalization's fixed scale and shift multiplied into them: once, and again
    /// where the parameters have changed.
    ///
    /// - Parameters:
    ///   - index: The normalization's layer.
    ///   - weights: The kernel in Keras's layout.
    ///   - kernel: Its index.
    func appendFolding(
        of index: Int, into weights: ProgramTensor, _ bias: ProgramTensor?, of site: Site, kernel: Int
    ) throws(EngineError) -> (kernel: ProgramTensor, bias: ProgramTensor) {
        guard let layer = network.layers[index].layer.value as? BatchNormalization else {
            throw .library("\(site.name) is folded with what is no normalization")
        }
        let output = site.node.output.extents
        let filters = output[2]
        let pending = try layer.fixed(self, sites[index], .keras([count, filters, output[0], output[1]]))
        let read = [weights, bias, pending.mean, pending.variance, pending.gamma, pending.beta].compactMap { $0 }
        // Not a copy of the kernel in another layout, which only this program renews.
        let sources = ([parameter(kernel)] + read.dropFirst()).compactMap(\.slot)
        let toKernel = try store.derived(.foldedKernel(kernel), layout: weights.layout, from: sources)
        let toBias = try store.derived(.foldedBias(kernel), layout: .vector(filters), from: sources)
        let normalization = pending.kernel
        // How many neighbouring values of a kernel belong to one filter: Conv2DTranspose's have the filters before the channels.
        let run = site.node.layer.value is Conv2DTranspose ? site.node.input.extents[2] : 1
        append(
            kernel: "normalization folded into weights", layer: site.name, from: weights, to: toKernel.tensor, touching: read
        ) { (addresses) throws(EngineError) in
            func values(_ tensor: ProgramTensor?) -> UnsafeMutablePointer<Float>? { tensor.map { addresses.values($0) } }
            let (from, old) = (addresses.floats(weights), values(bias))
            let (mean, variance) = (addresses.values(pending.mean), addresses.values(pending.variance))
            let (gamma, beta) = (values(pending.gamma), values(pending.beta))
            return { (_) throws(EngineError) in
                guard !toKernel.isCurrent else { return }
                let (to, new) = (toKernel.storage.floats, toBias.storage.floats)
                let factors = normalization.fold(bias: old, mean: mean, variance: variance, gamma: gamma, beta: beta, into: new)
                for place in to.indices { to[place] = Float(Double(from[place]) * factors[place / run % filters]) }
                toKernel.renewed()
                toBias.renewed()
            }
        }
        return (toKernel.tensor, toBias.tensor)
    }

    /// Kernel and bias of a layer as a forward pass wants them, a folded normalization in them; where none is folded, the first
    /// training program makes the layout the kernel's own.
    ///
    /// - Parameter stage: What follows; nil where nothing is added to the kernel's products.
    func weights(
        of site: Site, kernel name: String, _ stage: Stage?, forward wanted: Layout
    ) throws(EngineError) -> (kernel: ProgramTensor, bias: ProgramTensor?) {
        guard let kernel = site.parameter(name) else { throw .unsupported(layer: site.name, reason: "it has no \(name)") }
        let bias = stage == nil ? nil : site.parameter("bias").map { parameter($0) }
        guard let index = stage?.folded, let convolution = site.node.convolution(of: name) else {
            return (try weights(kernel, forward: wanted, layer: site.name), bias)
        }
        let plain = try weights(kernel, as: .kernel(convolution), layer: site.name)
        let folded = try appendFolding(of: index, into: plain, bias, of: site, kernel: kernel)
        return (try weights(folded.kernel, as: wanted, layer: site.name), folded.bias)
    }
}
