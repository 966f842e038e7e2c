import Network

extension AveragePooling2D: ReferenceLayer {
    /// The sum of what lies in the image, over its number.
    func forward(_ input: LayerInput) -> LayerOutput {
        let (from, to) = (input.node.input.extents, input.node.output.extents)
        let top = Window.padding(from[0], window: poolSize[0], stride: strides[0], padding: padding).before
        let left = Window.padding(from[1], window: poolSize[1], stride: strides[1], padding: padding).before

        /// Calls `body` with every output and every input of its window, and the number of those.
        func visit(_ body: (_ output: Int, _ input: Int, _ number: Double) -> Void) {
            for sample in 0..<input.samples {
                for row in 0..<to[0] {
                    let first = row * strides[0] - top
                    let rows = max(first, 0)..<min(first + poolSize[0], from[0])
                    for column in 0..<to[1] {
                        let first = column * strides[1] - left
                        let columns = max(first, 0)..<min(first + poolSize[1], from[1])
                        let output = ((sample * to[0] + row) * to[1] + column) * to[2]
                        for y in rows {
                            for x in columns {
                                let place = ((sample * from[0] + y) * from[1] + x) * from[2]
                                for channel in 0..<from[2] {
                                    body(output + channel, place + channel, Double(rows.count * columns.count))
                                }
                            }
                        }
                    }
                }
            }
        }

        let (values, count) = (input.values, input.values.count)
        var outputs = [Double](repeating: 0, count: input.samples * input.node.output.count)
        visit { outputs[$0] += values[$1] / $2 }
        return LayerOutput(values: outputs) { gradient in
            var toInput = [Double](repeating: 0, count: count)
            visit { toInput[$1] += gradient[$0] / $2 }
            return LayerGradient(input: toInput)
        }
    }
}
