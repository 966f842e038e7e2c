import Network

extension UpSampling2D: ReferenceLayer {
    /// y at i is a mean of the pixels beside (i + 1/2) / size - 1/2, weighted by nearness; or the pixel at floor(i / size).
    func forward(_ input: LayerInput) -> LayerOutput {
        let (from, to) = (input.node.input.extents, input.node.output.extents)
        let rows = (0..<to[0]).map { neighbours(of: $0, size: size[0], extent: from[0]) }
        let columns = (0..<to[1]).map { neighbours(of: $0, size: size[1], extent: from[1]) }
        func visit(_ body: (_ output: Int, _ input: Int, _ weight: Double) -> Void) {
            for sample in 0..<input.samples {
                for (row, ys) in rows.enumerated() {
                    for (column, xs) in columns.enumerated() {
                        let output = ((sample * to[0] + row) * to[1] + column) * to[2]
                        for y in ys {
                            for x in xs {
                                let place = ((sample * from[0] + y.place) * from[1] + x.place) * from[2]
                                for channel in 0..<to[2] { body(output + channel, place + channel, y.weight * x.weight) }
                            }
                        }
                    }
                }
            }
        }
        let (values, count) = (input.values, input.values.count)
        var outputs = [Double](repeating: 0, count: input.samples * input.node.output.count)
        visit { outputs[$0] += $2 * values[$1] }
        return LayerOutput(values: outputs) { gradient in
            var toInput = [Double](repeating: 0, count: count)
            visit { toInput[$1] += $2 * gradient[$0] }
            return LayerGradient(input: toInput)
        }
    }

    private func neighbours(of index: Int, size: Int, extent: Int) -> [(place: Int, weight: Double)] {
        guard interpolation == .bilinear else { return [(index / size, 1)] }
        let position = (Double(index) + 0.5) / Double(size) - 0.5
        let share = position - position.rounded(.down)
        let low = Int(position.rounded(.down))
        return [(max(low, 0), 1 - share), (min(low + 1, extent - 1), share)]
    }
}
