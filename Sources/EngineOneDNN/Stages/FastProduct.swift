import CKernels
import Engine
import Network

/// A Dense layer or a convolution of 1x1 as a product of packed matrices, with max(x, 0) where it follows.
struct FastProduct {
    private let builder: ProgramBuilder
    private let stage: Stage
    private let site: Site
    private let product: FastKernels.Product
    private let shape: assay_product
    private let source: Layout
    private let destination: Layout
    private let weights: Layout
    private let implementation: String

    /// Nil where the layer is none of these.
    init?(_ builder: ProgramBuilder, _ stage: Stage, _ site: Site) throws(EngineError) {
        guard stage.kernel == .product, let kernels = builder.kernels else { return nil }
        let output = site.node.output.extents
        let image = site.node.layer.value is Conv2D ? site.node.input : builder.network.image(belowDense: site.index)
        var shape = assay_product()
        shape.samples = Int32(clamping: builder.count)
        shape.rectifies = stage.rectifies ? 1 : 0
        shape.out_channels = Int32(clamping: output.last ?? 0)
        let input: [Int]
        if let image {
            input = [image.extents[2], image.extents[0], image.extents[1]]
            source = try kernels.layout([builder.count] + input)
        } else {
            input = [site.node.input.count]
            source = try .rows(builder.count, input[0], block: kernels.block)
        }
        if site.node.layer.value is Conv2D {
            shape.rows = Int32(clamping: output[0] * output[1])
            shape.in_channels = Int32(clamping: input[0])
            destination = try kernels.layout([builder.count, output[2], output[0], output[1]])
            weights = .panels([output[2], input[0], 1, 1], block: kernels.block)
        } else {
            shape.rows = 1
            shape.in_channels = Int32(clamping: kernels.padded(input[0]) * input.dropFirst().reduce(1, *))
            destination = try .rows(builder.count, output[0], block: kernels.block)
            weights = .panels(output + input, block: kernels.block)
        }
        // Two descriptions of one layout, oneDNN's and the kernels', must agree.
        guard withUnsafePointer(to: shape, { kernels.product.weightCount($0) }) * 4 == weights.byteCount else {
            throw .library("the weights of \(site.name) lie as \(weights.name)")
        }
        self.shape = shape
        self.builder = builder
        self.stage = stage
        self.site = site
        product = kernels.product
        implementation = "packed product \(kernels.name)"
    }

    /// Appends the layer and its backward half.
    func append(_ input: ProgramTensor) throws(EngineError) -> ProgramTensor {
        guard let kernel = site.parameter("kernel") else { throw .unsupported(layer: site.name, reason: "it has no kernel") }
        let bias = site.parameter("bias")
        let x = try builder.appendAligned(
            input, to: source, layer: site.name, isDifferentiated: site.isDifferentiated && site.propagates)
        let (packed, added) = try builder.weights(of: site, kernel: "kernel", stage, forward: weights)
        let y = builder.tensor(destination)
        try appendForward(x, packed, added, y)
        if site.isDifferentiated {
            builder.onBackward(keepsGradient: true) { (gradient) throws(EngineError) in
                if site.isTrained { try appendGradients(x, y, gradient, kernel: kernel, bias: bias) }
                return site.propagates ? try appendInput(x, y, packed, gradient) : nil
            }
        }
        let activation = site.node.layer.value.lastActivation
        if stage.rectifies || builder.headTakes(activation, at: site) { return y }
        return try builder.activate(y, activation, at: site)
    }

    private func appendForward(
        _ x: ProgramTensor, _ packed: ProgramTensor, _ bias: ProgramTensor?, _ y: ProgramTensor
    ) throws(EngineError) {
        let (shape, product, parallel) = (shape, product, builder.parallel)
        let partials = try partials(product.forwardPartials)
        builder.append(
            operation("product forward", from: x, to: y), touching: [x, packed, y] + [bias].compactMap { $0 },
            scratch: [partials].compactMap { $0 }
        ) { (addresses) throws(EngineError) in
            var pass = assay_product_forward()
            pass.shape = shape
            pass.x = UnsafePointer(addresses.values(x))
            pass.weights = UnsafePointer(addresses.values(packed))
            pass.bias = bias.map { UnsafePointer(addresses.values($0)) }
            pass.partials = partials.map { addresses.values($0) }
            pass.y = addresses.values(y)
            let (items, sums) = withUnsafePointer(to: shape) { (product.forwardItems($0), product.forwardSumItems($0)) }
            return { [pass] (_) throws(EngineError) in
                withUnsafePointer(to: pass) { pass in
                    parallel.run(Int(items)) { product.forward(pass, Int32($0)) }
                    parallel.run(Int(sums)) { product.forwardSum(pass, Int32($0)) }
                }
            }
        }
    }

    /// Appends the gradients by the weights and the bias.
    private func appendGradients(
        _ x: ProgramTensor, _ y: ProgramTensor, _ gradient: ProgramTensor, kernel: Int, bias: Int?
    ) throws(EngineError) {
        let (shape, product, parallel) = (shape, product, builder.parallel)
        let partials = try partials(product.gradientPartials)
        let scratch = try builder.scratch(withUnsafePointer(to: shape) { product.gradientScratch($0) })
        let byKernel = builder.tensor(weights)
        let byBias = try bias.map { (_) throws(EngineError) in builder.tensor(try .vector(padded)) }
        builder.append(
            operation("product backward weights", from: gradient, to: byKernel),
            touching: [x, y, gradient, byKernel] + [byBias].compactMap { $0 },
            scratch: [scratch.tensor] + [partials].compactMap { $0 }
        ) { (addresses) throws(EngineError) in
            var pass = assay_product_backward()
            pass.shape = shape
            (pass.x, pass.y) = (UnsafePointer(addresses.values(x)), UnsafePointer(addresses.values(y)))
            pass.gradient = UnsafePointer(addresses.values(gradient))
            pass.partials = partials.map { addresses.values($0) }
            pass.weight_gradient = addresses.values(byKernel)
            pass.bias_gradient = byBias.map { addresses.values($0) }
            let workspace = addresses.values(scratch.tensor)
            let (items, sums) = withUnsafePointer(to: shape) { (product.gradientItems($0), product.gradientSumItems($0)) }
            return { [pass] (_) throws(EngineError) in
                withUnsafePointer(to: pass) { pass in
                    parallel.run(Int(items)) { item, thread in
                        product.gradient(pass, Int32(item), workspace + thread * scratch.stride)
                    }
                    parallel.run(Int(sums)) { product.gradientSum(pass, Int32($0)) }
                }
            }
        }
        try builder.setGradient(kernel, byKernel, layer: site.name)
        if let bias, let byBias {
            let values = ProgramTensor(buffer: byBias.buffer, layout: builder.parameter(bias).layout)
            try builder.setGradient(bias, values, layer: site.name)
        }
    }

    /// Appends the gradient by the input.
    private func appendInput(
        _ x: ProgramTensor, _ y: ProgramTensor, _ packed: ProgramTensor, _ gradient: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let (shape, product, parallel) = (shape, product, builder.parallel)
        let scratch = try builder.scratch(withUnsafePointer(to: shape) { product.inputScratch($0) })
        let dx = builder.tensor(source)
        builder.append(
            operation("product backward data", from: gradient, to: dx), touching: [y, packed, gradient, dx],
            scratch: [scratch.tensor]
        ) { (addresses) throws(EngineError) in
            var pass = assay_product_backward()
            pass.shape = shape
            (pass.x, pass.y) = (UnsafePointer(addresses.values(x)), UnsafePointer(addresses.values(y)))
            pass.weights = UnsafePointer(addresses.values(packed))
            pass.gradient = UnsafePointer(addresses.values(gradient))
            pass.dx = addresses.values(dx)
            let workspace = addresses.values(scratch.tensor)
            let items = withUnsafePointer(to: shape) { product.inputItems($0) }
            return { [pass] (_) throws(EngineError) in
                withUnsafePointer(to: pass) { pass in
                    parallel.run(Int(items)) { item, thread in
                        product.input(pass, Int32(item), workspace + thread * scratch.stride)
                    }
                }
            }
        }
        return dx
    }

    private var padded: Int { (Int(shape.out_channels) + 15) / 16 * 16 }

    /// What a first step leaves for the second; nil where there is none.
    private func partials(_ count: @convention(c) (UnsafePointer<assay_product>?) -> Int) throws(EngineError) -> ProgramTensor? {
        let count = withUnsafePointer(to: shape) { count($0) }
        return count > 0 ? builder.tensor(try .vector(count)) : nil
    }

    private func operation(_ name: String, from: ProgramTensor, to: ProgramTensor) -> ProgramOperation {
        ProgramOperation(
            layer: site.name, name: name, implementation: implementation,
            source: from.layout.name, destination: to.layout.name, flops: site.flops(builder.count))
    }
}
