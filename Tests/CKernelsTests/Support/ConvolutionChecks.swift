/// Kernels against the reference, in sentences.
enum ConvolutionChecks {
    /// What is wrong with a forward pass; empty where nothing is.
    static func problems(
        _ run: ForwardRun, _ reference: ConvolutionReference, _ forward: ConvolutionReference.Forward, block: Int
    ) -> [String] {
        let (example, data) = (reference.example, reference.data)
        let blocks = Blocks.result(of: example, block: block)
        let to = example.outChannels
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
            var expected = [Double](repeating: 0, count: 2 * to)
            var sizes = expected
            for (index, value) in forward.values.enumerated() {
                let centred = value - Double(data.pivot[index % to])
                expected[index % to] += centred
                expected[to + index % to] += centred * centred
                sizes[index % to] += abs(centred)
            }
            // A sum of both signs may be nothing; its rounding is that of its terms.
            let size = sizes.max() ?? 0
            let single = run.sums.map { Float($0) }
            found += [
                difference("sums", Array(single[..<to]), Array(expected[..<to]), scale: size),
                difference("sums of squares", Array(single[to...]), Array(expected[to...])),
            ].compactMap { $0 }
        }
        return found
    }

    /// What is wrong with a backward pass; empty where nothing is.
    static func problems(
        _ run: BackwardRun, _ reference: ConvolutionReference, _ backward: ConvolutionReference.Backward, block: Int
    ) -> [String] {
        let (example, data) = (reference.example, reference.data)
        var found: [String?] = run.overrun.map { "wrote beyond \($0)" }
        found.append(difference("weights", run.weights, backward.weights))
        if !run.bias.isEmpty { found.append(difference("bias", run.bias.map { Float($0) }, backward.bias)) }
        guard !run.dx.isEmpty else { return found.compactMap { $0 } }
        let blocks = Blocks.input(of: example, block: block)
        if !blocks.isPaddingZero(run.dx) { found.append("channels beyond the last of dx are not zero") }
        found.append(difference("dx", blocks.channelsLast(run.dx), backward.dx))
        if !run.sums.isEmpty {
            let from = example.inChannels
            var expected = [Double](repeating: 0, count: example.samples * 2 * from)
            var sizes = expected
            for (index, value) in backward.dx.enumerated() {
                let sample = index / (example.height * example.width * from)
                let place = sample * 2 * from + index % from
                let centred = value * (Double(data.x[index]) - Double(data.mean[index % from]))
                expected[place] += value
                sizes[place] += abs(value)
                expected[place + from] += centred
                sizes[place + from] += abs(centred)
            }
            let values = (0..<example.samples * 2).flatMap { row in
                run.sums[row * blocks.paddedChannels..<row * blocks.paddedChannels + from]
            }
            found.append(difference("sums of dx", values, expected, scale: sizes.max()))
        }
        return found.compactMap { $0 }
    }
}
