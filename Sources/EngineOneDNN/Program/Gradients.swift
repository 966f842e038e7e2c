import Engine
import Network

// Gradients of values that several layers read, and gradients that several layers hold.
extension ProgramBuilder {
    /// A gradient that may be changed in its place: itself, or a copy where others hold it too.
    func owned(_ gradient: ProgramTensor, layer: String) -> ProgramTensor {
        guard gradient.isShared else { return gradient }
        var copy = tensor(gradient.layout)
        append(kernel: "copy of a gradient", layer: layer, from: gradient, to: copy) { [copy] (addresses) throws(EngineError) in
            let (from, to) = (addresses.floats(gradient), addresses.floats(copy))
            return { (_) throws(EngineError) in _ = to.update(fromContentsOf: from) }
        }
        copy.slope = gradient.slope
        return copy
    }

    /// The sum of the gradients of a value's readers, in their order; one alone stays as it is.
    ///
    /// - Parameters:
    ///   - output: The rectified value by which the sum is masked; nil where it is not.
    ///   - normalizations: Those that want sums of the result, and whose inputs lie as it does.
    func joined(
        _ parts: [ProgramTensor], maskedBy output: ProgramTensor? = nil, sumsFor normalizations: [SummedNormalization] = [],
        factor: Float = 1, layer: String
    ) throws(EngineError) -> ProgramTensor {
        if parts.count == 1, output == nil, normalizations.isEmpty, factor == 1 { return parts[0] }
        let layout = (output ?? parts[0]).layout
        var aligned: [ProgramTensor] = []
        for part in parts {
            aligned.append(
                part.layout.matches(layout)
                    ? part : try reordered(settledGradient(part), to: layout, layer: layer, of: "a gradient"))
        }
        var call = CombineCall(parts: aligned.map { CombineCall.Part($0, slope: $0.slope) }, mask: output, factor: factor)
        for normalization in normalizations {
            let sums = tensor(try .vector(count * 2 * normalization.pending.kernel.paddedChannels))
            normalization.pending.sums = sums
            call.sums.append(CombineCall.Sums(normalization, to: sums))
        }
        // An own part is overwritten: its place is needed no more.
        var result = aligned.first { !$0.isShared } ?? tensor(layout.packed)
        (result.slope, result.isShared) = (nil, false)
        let name = parts.count > 1 ? "sum of gradients" : "activation backward"
        try append(call, to: result, kernel: output == nil || parts.count == 1 ? name : "\(name) + relu backward", layer: layer)
        return result
    }
}

/// A normalization that its reader applies, and the values that it is of.
struct SummedNormalization {
    let pending: PendingNormalization
    let input: ProgramTensor
}
