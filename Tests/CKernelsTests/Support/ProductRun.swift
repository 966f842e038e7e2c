import CKernels

/// The layouts of products: activations in blocks of channels, weights in panels of two blocks of outputs.
struct ProductLayout {
    let example: ProductCase
    let block: Int

    func padded(_ channels: Int) -> Int { (channels + block - 1) / block * block }
    private var panel: Int { 2 * block }
    /// Values of weights.
    var weightCount: Int { (example.to + panel - 1) / panel * panel * padded(example.from) }

    /// The place of a channel of a row in activations of so many channels.
    private func place(_ row: Int, _ channel: Int, of channels: Int) -> Int {
        let (sample, pixel) = (row / example.rows, row % example.rows)
        return ((sample * padded(channels) / block + channel / block) * example.rows + pixel) * block + channel % block
    }

    private func place(weight input: Int, _ output: Int) -> Int {
        (output / panel * padded(example.from) + input) * panel + output % panel
    }

    /// Activations from a matrix, and what they hold beyond the last channel.
    func activations(_ matrix: [Float], _ channels: Int) -> [Float] {
        var result = [Float](repeating: 0, count: example.count * padded(channels))
        for index in matrix.indices { result[place(index / channels, index % channels, of: channels)] = matrix[index] }
        return result
    }

    /// A matrix from activations; nil where they have something beyond the last channel.
    func matrix(_ activations: [Float], _ channels: Int) -> [Float]? {
        var rest = activations
        let result = (0..<example.count * channels).map { index in
            let place = place(index / channels, index % channels, of: channels)
            defer { rest[place] = 0 }
            return activations[place]
        }
        return rest.allSatisfy { $0 == 0 } ? result : nil
    }

    func panels(_ weights: [Float]) -> [Float] {
        var result = [Float](repeating: 0, count: weightCount)
        for index in weights.indices { result[place(weight: index / example.to, index % example.to)] = weights[index] }
        return result
    }

    /// Keras's weights from panels; nil where these have something beyond the last channel.
    func weights(_ panels: [Float]) -> [Float]? {
        var rest = panels
        let result = (0..<example.from * example.to).map { index in
            let place = place(weight: index / example.to, index % example.to)
            defer { rest[place] = 0 }
            return panels[place]
        }
        return rest.allSatisfy { $0 == 0 } ? result : nil
    }
}

/// A product and its gradients through kernels, in buffers whose surroundings are watched.
struct ProductRun {
    /// As they lie in memory.
    var y: [Float]
    var dx: [Float]
    var weightGradient: [Float]
    /// Without padding; empty where not asked for.
    var biasGradient: [Float]
    /// Buffers whose surroundings were written to, by name.
    var overrun: [String]

    /// - Parameters:
    ///   - y: The result of a forward pass that the backward passes read.
    ///   - backwards: Whether items run in the opposite order, on scratch with other contents.
    init(_ table: KernelTable, _ example: ProductCase, _ data: ProductData, y result: [Float], backwards: Bool = false) {
        let kernels = table.kernels.pointee
        let layout = ProductLayout(example: example, block: table.block)
        let fill: UInt8 = backwards ? 0x7F : 0xFF
        var shape = example.shape
        let outputs = layout.padded(example.to)
        let x = GuardedBuffer(layout.activations(data.x, example.from))
        let weights = GuardedBuffer(layout.panels(data.weights))
        // Beyond the last channel there is something that nobody may let into results.
        let bias = data.bias.map {
            GuardedBuffer($0 + [Float](repeating: 1, count: outputs - example.to), isAligned: false)
        }
        let y = GuardedBuffer<Float>(count: example.count * outputs, fill: fill)
        let dx = GuardedBuffer<Float>(count: x.count, fill: fill)
        let weightGradient = GuardedBuffer<Float>(count: weights.count, fill: fill)
        let biasGradient = GuardedBuffer<Float>(count: example.hasBias ? outputs : 0, fill: fill, isAligned: false)
        var buffers = [("x", x), ("weights", weights), ("y", y), ("dx", dx), ("weight gradient", weightGradient)]
        buffers += [("bias gradient", biasGradient)] + (bias.map { [("bias", $0)] } ?? [])
        /// A buffer of so many values whose end is watched too; the address of none is no address.
        func buffer(_ name: String, _ count: Int) -> UnsafeMutablePointer<Float>? {
            guard count > 0 else { return nil }
            let result = GuardedBuffer<Float>(count: count, fill: fill)
            buffers.append((name, result))
            return result.pointer
        }
        func each(_ items: Int32, _ body: (Int32) -> Void) {
            for item in 0..<items { body(backwards ? items - 1 - item : item) }
        }

        var forward = assay_product_forward()
        forward.shape = shape
        forward.x = UnsafePointer(x.pointer)
        forward.weights = UnsafePointer(weights.pointer)
        forward.bias = UnsafePointer(bias?.pointer)
        forward.partials = buffer("partial results", kernels.product_forward_partials(&shape))
        forward.y = y.pointer
        each(kernels.product_forward_items(&shape)) { kernels.product_forward(&forward, $0) }
        each(kernels.product_forward_sum_items(&shape)) { kernels.product_forward_sum(&forward, $0) }

        let value = GuardedBuffer(layout.activations(result, example.to))
        let gradient = GuardedBuffer(layout.activations(data.gradient, example.to))
        buffers += [("value", value), ("gradient", gradient)]
        var backward = assay_product_backward()
        backward.shape = shape
        backward.x = forward.x
        backward.weights = forward.weights
        backward.y = example.rectifies ? UnsafePointer(value.pointer) : nil
        backward.gradient = UnsafePointer(gradient.pointer)
        backward.dx = dx.pointer
        backward.partials = buffer("partial gradients", kernels.product_gradient_partials(&shape))
        backward.weight_gradient = weightGradient.pointer
        backward.bias_gradient = example.hasBias ? biasGradient.pointer : nil
        let inputScratch = buffer("scratch for the input's gradient", kernels.product_input_scratch(&shape))
        each(kernels.product_input_items(&shape)) { kernels.product_input(&backward, $0, inputScratch) }
        let scratch = buffer("scratch for the weights' gradient", kernels.product_gradient_scratch(&shape))
        each(kernels.product_gradient_items(&shape)) { kernels.product_gradient(&backward, $0, scratch) }
        each(kernels.product_gradient_sum_items(&shape)) { kernels.product_gradient_sum(&backward, $0) }

        self.y = y.values
        self.dx = dx.values
        self.weightGradient = weightGradient.values
        self.biasGradient = Array(biasGradient.values.prefix(example.to))
        overrun = buffers.filter { !$1.isIntact }.map(\.0)
    }
}
