import Network

extension EngineBatch {
    /// Checks that the batch has at least one sample, and as many values as the network and the count ask for.
    ///
    /// - Parameter targetWidth: The target values of a sample; nil where neither targets nor weights are looked at.
    /// - Throws: ``EngineError/mismatch(_:)`` with both shapes.
    public func check(for network: NetworkDefinition, targetWidth: Int?) throws(EngineError) {
        guard count > 0 else { throw .mismatch("a batch needs at least one sample, and this one has \(count)") }
        try Self.check("inputs", inputs.count, samples: count, of: network.input)
        if let targetWidth {
            try Self.check("targets", targets.count, samples: count, of: Shape([targetWidth]))
            if let weights, weights.count != count {
                throw .mismatch("a batch of \(count) samples has \(weights.count) weights")
            }
        }
    }

    private static func check(_ what: String, _ found: Int, samples: Int, of shape: Shape) throws(EngineError) {
        let (expected, overflow) = samples.multipliedReportingOverflow(by: shape.count)
        guard !overflow, found == expected else {
            throw .mismatch("a batch of \(samples) samples of the shape \(shape) does not have \(found) values of \(what)")
        }
    }
}

extension NetworkDefinition {
    /// Checks that values are those of every parameter of the network: the same number of tensors, each of its shape.
    ///
    /// - Throws: ``EngineError/mismatch(_:)`` with the parameter's name and both shapes.
    public func check(parameters values: [Tensor]) throws(EngineError) {
        let expected = parameters
        guard values.count == expected.count else {
            throw .mismatch("the network has \(expected.count) parameters and was given \(values.count)")
        }
        for (entry, value) in zip(expected, values)
        where value.shape != entry.parameter.shape || value.values.count != entry.parameter.count {
            throw .mismatch(
                "\(entry.name) has the shape \(Shape(entry.parameter.shape)) and was given \(value.values.count) values of the shape "
                    + "\(Shape(value.shape))")
        }
    }

    /// Checks that every layer's sample has at least one value.
    ///
    /// - Throws: ``EngineError/unsupported(layer:reason:)`` with the first layer of which this is not so.
    public func checkShapes() throws(EngineError) {
        for node in layers {
            for shape in node.inputs + [node.output] where !shape.extents.allSatisfy({ $0 > 0 }) {
                throw .unsupported(layer: node.name, reason: "a sample of the shape \(shape) has no values")
            }
        }
    }

    /// Checks that every frozen layer is a layer of the network.
    ///
    /// - Throws: ``EngineError/mismatch(_:)`` with the name that is not.
    public func check(frozen: Set<String>) throws(EngineError) {
        if let stranger = frozen.subtracting(layers.map(\.name)).min() {
            throw .mismatch("the frozen layer \(stranger) is not a layer of the network")
        }
    }

    /// Checks that a compilation names layers and parameters of the network alone, and that its rates can be followed.
    ///
    /// - Throws: ``EngineError/mismatch(_:)`` with the name that is not there.
    public func check(_ compilation: Compilation) throws(EngineError) {
        try check(frozen: compilation.frozen)
        if let stranger = Set(compilation.rates.keys).subtracting(layers.map(\.name)).min() {
            throw .mismatch("the layer \(stranger), which has a learning rate, is not a layer of the network")
        }
        if let stranger = compilation.undecayed.subtracting(parameters.map(\.name)).min() {
            throw .mismatch("the parameter \(stranger), which does not decay, is not a parameter of the network")
        }
        if !compilation.rates.isEmpty, compilation.optimizer.learningRate.reference <= 0 {
            throw .mismatch("rates of single layers are measured by the optimizer's, which is 0")
        }
    }

    /// Whether the optimizer changes each layer, or one below it: those are the layers that a backward pass goes through.
    public func differentiated(frozen: Set<String>) -> [Bool] {
        var result: [Bool] = []
        for node in layers {
            let isTrained = !frozen.contains(node.name) && node.parameters.contains { $0.role == .trainable }
            result.append(isTrained || node.sources.contains { $0 >= 0 && result[$0] })
        }
        return result
    }
}
