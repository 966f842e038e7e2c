/// Kernels against the reference, in sentences.
enum ConvolutionChecks {
    /// What is wrong with a forward pass; empty where nothing is.
    static func problems(
        _ run: ForwardRun, _ reference: ConvolutionReference, _ forward: ConvolutionReference.Forward, block: Int
    ) -> [String] {
        let example = reference.example
        let blocks = Blocks.result(of: example, block: block)
        var found = run.overrun.map { "wrote beyond \($0)" }
        if !blocks.isPaddingZero(run.y) { found.append("channels beyond the last of y are not zero") }
        found += [difference("y", blocks.channelsLast(run.y), forward.y)].compactMap { $0 }
        if !run.indices.isEmpty {
            // Where two pixels of a window are nearer than the rounding, either is right.
            let margin = 2 * tolerance * forward.values.reduce(0) { max($0, abs($1)) }
            let choices = blocks.choices(run.indices)
            let wrong = choices.indices.filter { choices[$0] != forward.choices[$0] && forward.leads[$0] > margin }
            if let index = wrong.first {
                found.append("\(wrong.count) indices are wrong, at \(index) \(choices[index]) not \(forward.choices[index])")
            }
        }
        if !run.sums.isEmpty {
            let sums = reference.sums(forward)
            found += [difference("sums", run.sums.map { Float($0) }, sums.values, scale: sums.scale)].compactMap { $0 }
        }
        return found
    }

    /// What is wrong with a backward pass; empty where nothing is.
    static func problems(
        _ run: BackwardRun, _ reference: ConvolutionReference, _ backward: ConvolutionReference.Backward, block: Int
    ) -> [String] {
        let example = reference.example
        var found: [String?] = run.overrun.map { "wrote beyond \($0)" }
        found.append(difference("weights", run.weights, backward.weights))
        if !run.bias.isEmpty { found.append(difference("bias", run.bias.map { Float($0) }, backward.bias)) }
        guard !run.dx.isEmpty else { return found.compactMap { $0 } }
        let blocks = Blocks.input(of: example, block: block)
        if !blocks.isPaddingZero(run.dx) { found.append("channels beyond the last of dx are not zero") }
        found.append(difference("dx", blocks.channelsLast(run.dx), backward.dx))
        if !run.sums.isEmpty {
            let sums = reference.sums(backward)
            let values = (0..<example.samples * 2).flatMap { row in
                run.sums[row * blocks.paddedChannels..<row * blocks.paddedChannels + example.inChannels]
            }
            found.append(difference("sums of dx", values, sums.values, scale: sums.scale))
        }
        return found.compactMap { $0 }
    }
}
