import Engine
import Network

extension Add: OneDNNMergeLayer {
    /// Appends the sum, with max(x, 0) where it follows, in one pass; normalizations that the inputs lack are applied in it. In the
    /// backward pass one gradient goes to all inputs, and with it come the sums that those normalizations need.
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, joining inputs: [ProgramTensor]
    ) throws(EngineError) -> ProgramTensor {
        try builder.appendSum(of: inputs, at: site, rectifies: stage.rectifies, factor: 1)
    }
}

extension ProgramBuilder {
    /// Appends the sum of values, times a factor, then max(x, 0) where wanted; with its backward half.
    func appendSum(
        of inputs: [ProgramTensor], at site: Site, rectifies: Bool, factor: Float
    ) throws(EngineError) -> ProgramTensor {
        let meeting = try Meeting(inputs, at: site, in: self, appliesNormalizations: true)
        var call = CombineCall(parts: [], rectifies: rectifies, factor: factor)
        for value in meeting.values {
            let vectors = try value.normalization.map { (pending) throws(EngineError) in try pending.appendVectors(to: self) }
            call.parts.append(CombineCall.Part(value, vectors: vectors))
        }
        let output = tensor(meeting.layout)
        let name = [meeting.normalizations.isEmpty ? nil : "batch normalization", "sum", rectifies ? "relu" : nil]
        try append(call, to: output, kernel: name.compactMap { $0 }.joined(separator: " + ") + " forward", layer: site.name)
        if site.isDifferentiated {
            onJoinedBackward { (parts) throws(EngineError) in
                let needsPass = parts.count > 1 || rectifies || factor != 1
                let joined = try self.joined(
                    parts, maskedBy: rectifies ? output : nil,
                    sumsFor: needsPass ? meeting.normalizations.filter(\.pending.wantsSums) : [], factor: factor,
                    layer: site.name)
                return try meeting.gradients(of: self.settledGradient(joined), at: site, in: self)
            }
        }
        return output
    }
}
