import Engine
import Network

/// Tensors of one shape that are added up, with all that can be done on the way: see ``CombineKernel``.
struct CombineCall {
    /// A summand.
    struct Part {
        var value: ProgramTensor
        /// The backward pass of a normalization that it lacks.
        var slope: PendingSlope?
        /// The normalization that it lacks, as scale and shift.
        var vectors: (scale: ProgramTensor, shift: ProgramTensor)?

        init(_ value: ProgramTensor, slope: PendingSlope? = nil, vectors: (scale: ProgramTensor, shift: ProgramTensor)? = nil) {
            self.value = value
            self.slope = slope
            self.vectors = vectors
        }

        fileprivate var touched: [ProgramTensor] {
            [value, slope?.input, slope?.byGradient, slope?.byValue, slope?.byOne, vectors?.scale, vectors?.shift].compactMap {
                $0
            }
        }
    }

    /// Sums of the result for a normalization below.
    struct Sums {
        let input: ProgramTensor
        let mean: ProgramTensor
        let result: ProgramTensor

        init(_ normalization: SummedNormalization, to result: ProgramTensor) {
            input = normalization.input
            mean = normalization.pending.mean
            self.result = result
        }
    }

    var parts: [Part]
    /// The rectified value by which the result is masked.
    var mask: ProgramTensor?
    /// Whether the result is max(x, 0).
    var rectifies = false
    /// By which the sum is multiplied.
    var factor: Float = 1
    var sums: [Sums] = []
}

extension ProgramBuilder {
    /// Appends a combination of tensors.
    func append(_ call: CombineCall, to result: ProgramTensor, kernel name: String, layer: String) throws(EngineError) {
        let grid = try ChannelGrid(result.layout, layer: layer)
        func stride(_ tensor: ProgramTensor) throws(EngineError) -> Int {
            try ChannelGrid(tensor.layout, layer: layer).sampleStride
        }
        var partStrides: [(value: Int, input: Int)] = []
        for part in call.parts {
            partStrides.append(
                (try stride(part.value), try part.slope.map { (slope) throws(EngineError) in try stride(slope.input) } ?? 0))
        }
        var sumStrides: [Int] = []
        for sums in call.sums { sumStrides.append(try stride(sums.input)) }
        let maskStride = try call.mask.map { (mask) throws(EngineError) in try stride(mask) } ?? 0
        let parallel = parallel
        let touched = call.parts.flatMap(\.touched) + call.sums.flatMap { [$0.input, $0.mean, $0.result] }
        append(
            kernel: name, layer: layer, from: call.parts[0].value, to: result, touching: touched + [call.mask].compactMap { $0 }
        ) { (addresses) throws(EngineError) in
            var kernel = CombineKernel(grid: grid, result: addresses.values(result), parallel: parallel)
            kernel.parts = zip(call.parts, partStrides).map { part, strides in
                CombineKernel.Part(
                    values: CombineKernel.Array(addresses.values(part.value), stride: strides.value),
                    slope: part.slope.map {
                        CombineKernel.Slope(
                            input: CombineKernel.Array(addresses.values($0.input), stride: strides.input),
                            byGradient: addresses.values($0.byGradient), byValue: addresses.values($0.byValue),
                            byOne: addresses.values($0.byOne), isRectified: $0.isRectified)
                    },
                    scale: part.vectors.map { addresses.values($0.scale) }, shift: part.vectors.map { addresses.values($0.shift) }
                )
            }
            kernel.mask = call.mask.map { CombineKernel.Array(addresses.values($0), stride: maskStride) }
            (kernel.rectifies, kernel.factor) = (call.rectifies, call.factor)
            kernel.sums = zip(call.sums, sumStrides).map { sums, stride in
                CombineKernel.Sums(
                    input: CombineKernel.Array(addresses.values(sums.input), stride: stride), mean: addresses.values(sums.mean),
                    result: addresses.values(sums.result))
            }
            let prepared = kernel
            return { (_) throws(EngineError) in prepared.run() }
        }
    }
}
