import CDNNL
import Engine

// What a program is made of: calls of primitives, and work of our own.
extension ProgramBuilder {
    /// Appends a call of a primitive; a scratchpad is added where it needs one.
    ///
    /// - Parameters:
    ///   - shows: Which layouts the description names as source and destination.
    ///   - alone: Whether one thread runs it.
    ///   - isUpToDate: Called at each run; true skips the call.
    func append(
        _ descriptor: PrimitiveDescriptor, layer: String, _ arguments: [(index: Int32, tensor: ProgramTensor)],
        shows: (source: Layout, destination: Layout), flops: Int = 0, alone: Bool = false, unless isUpToDate: (() -> Bool)? = nil
    ) {
        let byteCount = touch(arguments.map(\.tensor))
        let arguments = withScratchpad(descriptor, arguments)
        touch(arguments.map(\.tensor))
        let (device, parallel) = (device, parallel)
        operations.append(
            Operation(description: describe(descriptor, layer, shows, flops, byteCount)) { (addresses) throws(EngineError) in
                let memories = try addresses.memories(arguments, device)
                guard alone else {
                    let primitive = try Primitive(descriptor, device: device, arguments: memories)
                    return { (_) throws(EngineError) in if isUpToDate?() != true { try primitive.run() } }
                }
                let primitive = try parallel.alone { () throws(EngineError) in
                    try Primitive(descriptor, device: device, arguments: memories)
                }
                return { (_) throws(EngineError) in try parallel.alone { () throws(EngineError) in try primitive.run() } }
            })
    }

    /// Appends one call of a primitive for each sample.
    func appendSamples(
        _ descriptor: PrimitiveDescriptor, layer: String, shows: (source: ProgramTensor, destination: ProgramTensor),
        flops: Int = 0, _ arguments: (SampleGroup) throws(EngineError) -> [(index: Int32, tensor: ProgramTensor)]
    ) throws(EngineError) {
        let samples = SampleGroup.each(count)
        try append(layer: layer, samples.count, shows: shows, flops: flops) { (index) throws(EngineError) in
            (descriptor, try arguments(samples[index]))
        }
    }

    /// Appends calls that are tasks: each is run by one thread, several at once, in any order.
    func append(
        layer: String, _ count: Int, shows: (source: ProgramTensor, destination: ProgramTensor), flops: Int = 0,
        _ call: (Int) throws(EngineError) -> (PrimitiveDescriptor, [(index: Int32, tensor: ProgramTensor)])
    ) throws(EngineError) {
        var calls: [(descriptor: PrimitiveDescriptor, arguments: [(index: Int32, tensor: ProgramTensor)])] = []
        var used: [ProgramTensor] = []
        for index in 0..<count {
            let (descriptor, arguments) = try call(index)
            used += arguments.map(\.tensor)
            calls.append((descriptor, withScratchpad(descriptor, arguments)))
        }
        let byteCount = touch(used)
        touch(calls.flatMap { $0.arguments.map(\.tensor) })
        guard let first = calls.first?.descriptor else { return }
        let (device, parallel) = (device, parallel)
        operations.append(
            Operation(description: describe(first, layer, (shows.source.layout, shows.destination.layout), flops, byteCount)) {
                (addresses) throws(EngineError) in
                let primitives = try parallel.alone { () throws(EngineError) in
                    var primitives: [Primitive] = []
                    for call in calls {
                        let memories = try addresses.memories(call.arguments, device)
                        primitives.append(try Primitive(call.descriptor, device: device, arguments: memories))
                    }
                    return primitives
                }
                return { (_) throws(EngineError) in
                    // One task would run outside of the pool, where a product within it starts threads, and sums in parts of their number.
                    guard primitives.count > 1 else {
                        try parallel.alone { () throws(EngineError) in for primitive in primitives { try primitive.run() } }
                        return
                    }
                    var errors = [EngineError?](repeating: nil, count: primitives.count)
                    errors.withUnsafeMutableBufferPointer { errors in
                        parallel.run(primitives.count) { index in
                            do throws(EngineError) { try primitives[index].run() } catch { errors[index] = error }
                        }
                    }
                    if let error = errors.compactMap({ $0 }).first { throw error }
                }
            })
    }

    private func withScratchpad(
        _ descriptor: PrimitiveDescriptor, _ arguments: [(index: Int32, tensor: ProgramTensor)]
    ) -> [(index: Int32, tensor: ProgramTensor)] {
        let scratchpad = descriptor.layout(dnnl_query_scratchpad_md)
        return scratchpad.byteCount > 0 ? arguments + [(DNNL_ARG_SCRATCHPAD, tensor(scratchpad))] : arguments
    }

    private func describe(
        _ descriptor: PrimitiveDescriptor, _ layer: String, _ shows: (source: Layout, destination: Layout), _ flops: Int,
        _ byteCount: Int
    ) -> ProgramOperation {
        ProgramOperation(
            layer: layer, name: descriptor.name, implementation: descriptor.implementation, source: shows.source.name,
            destination: shows.destination.name, flops: flops, byteCount: byteCount)
    }

    /// Appends the sum of arrays of one layout, in their order; it takes the place of the first.
    func sum(_ parts: [ProgramTensor], layer: String) -> ProgramTensor {
        let total = parts[0]
        guard parts.count > 1 else { return total }
        let parallel = parallel
        append(kernel: "sum of groups", layer: layer, from: parts[1], to: total, touching: Array(parts.dropFirst(2))) {
            (addresses) throws(EngineError) in
            let (total, parts) = (addresses.floats(total), parts.dropFirst().map { addresses.values($0) })
            return { (_) throws(EngineError) in SumKernel.add(parts, to: total, parallel: parallel) }
        }
        return total
    }

    /// Appends work of our own, described by whoever does it.
    ///
    /// - Parameters:
    ///   - touching: All that it reads and writes.
    ///   - scratch: What it works in besides.
    func append(
        _ description: ProgramOperation, touching tensors: [ProgramTensor], scratch: [ProgramTensor] = [], bind: @escaping Binding
    ) {
        var description = description
        description.byteCount = touch(tensors)
        touch(scratch)
        operations.append(Operation(description: description, bind: bind))
    }

    /// Appends small work of our own on tensors.
    func append(
        kernel name: String, layer: String, from source: ProgramTensor, to destination: ProgramTensor,
        touching others: [ProgramTensor] = [], bind: @escaping Binding
    ) {
        append(describe(name, layer, source, destination), touching: [source, destination] + others, bind: bind)
    }

    /// Appends work for after the run, on tensors that it keeps alive until then.
    func append(
        update name: String, layer: String, from source: ProgramTensor, to destination: ProgramTensor, bind: @escaping Binding
    ) {
        keep(source)
        updates.append(Operation(description: describe(name, layer, source, destination), bind: bind))
    }

    private func describe(_ name: String, _ layer: String, _ from: ProgramTensor, _ to: ProgramTensor) -> ProgramOperation {
        ProgramOperation(
            layer: layer, name: name, implementation: Self.ownWork, source: from.layout.name, destination: to.layout.name)
    }

    /// Appends a copy into another layout.
    func reordered(
        _ value: ProgramTensor, to layout: Layout, layer: String, of what: String
    ) throws(EngineError) -> ProgramTensor {
        guard value.layout != layout else { return value }
        let result = tensor(layout)
        try appendReorder(value, result, layer: layer, of: what)
        return result
    }

    /// Appends a copy from one layout into another.
    func appendReorder(
        _ from: ProgramTensor, _ to: ProgramTensor, layer: String, of what: String,
        unless isUpToDate: (() -> Bool)? = nil
    ) throws(EngineError) {
        let descriptor = try PrimitiveDescriptor.reorder(from.layout, to.layout, device: device, layer: layer, of: what)
        append(
            descriptor, layer: layer, [(DNNL_ARG_FROM, from), (DNNL_ARG_TO, to)], shows: (from.layout, to.layout),
            unless: isUpToDate)
    }
}
