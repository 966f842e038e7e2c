import Network

extension Concatenate: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        let widths = input.node.inputs.map { $0.extents.last ?? 0 }
        let total = widths.reduce(0, +)
        let rows = (input.inputs.first?.count ?? 0) / max(widths.first ?? 1, 1)
        var outputs: [Double] = []
        outputs.reserveCapacity(rows * total)
        for row in 0..<rows {
            for (values, width) in zip(input.inputs, widths) { outputs += values[row * width..<(row + 1) * width] }
        }
        return LayerOutput(values: outputs) { gradient in
            var first = 0
            return LayerGradient(
                inputs: widths.map { width in
                    defer { first += width }
                    return (0..<rows).flatMap { gradient[$0 * total + first..<$0 * total + first + width] }
                })
        }
    }
}
