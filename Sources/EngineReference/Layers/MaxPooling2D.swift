import Network

extension MaxPooling2D: ReferenceLayer {
    /// The gradient goes to the first of equal values, in the order of rows, then columns, as TensorFlow's CPU kernel does it.
    func forward(_ input: LayerInput) -> LayerOutput {
        let winners = winners(input)
        let count = input.values.count
        return LayerOutput(values: winners.map { input.values[$0] }) { gradient in
            var toInput = [Double](repeating: 0, count: count)
            for (winner, slope) in zip(winners, gradient) { toInput[winner] += slope }
            return LayerGradient(input: toInput)
        }
    }

    /// The index of each window's largest value.
    private func winners(_ input: LayerInput) -> [Int] {
        let (from, to) = (input.node.input.extents, input.node.output.extents)
        let top = Window.padding(from[0], window: poolSize[0], stride: strides[0], padding: padding).before
        let left = Window.padding(from[1], window: poolSize[1], stride: strides[1], padding: padding).before
        var winners: [Int] = []
        winners.reserveCapacity(input.samples * input.node.output.count)
        for sample in 0..<input.samples {
            for row in 0..<to[0] {
                let firstRow = row * strides[0] - top
                let rows = max(firstRow, 0)..<min(firstRow + poolSize[0], from[0])
                for column in 0..<to[1] {
                    let firstColumn = column * strides[1] - left
                    let columns = max(firstColumn, 0)..<min(firstColumn + poolSize[1], from[1])
                    for channel in 0..<from[2] {
                        func place(_ y: Int, _ x: Int) -> Int { ((sample * from[0] + y) * from[1] + x) * from[2] + channel }
                        var best = place(rows.lowerBound, columns.lowerBound)
                        for y in rows {
                            for x in columns where input.values[place(y, x)] > input.values[best] { best = place(y, x) }
                        }
                        winners.append(best)
                    }
                }
            }
        }
        return winners
    }
}
