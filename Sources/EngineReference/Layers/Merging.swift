import Network

/// Layers that join inputs value by value: where each input's value lies for a value of the result, as extents of 1 are repeated.
struct Merging {
    /// For each input, the index in it of each value of the result.
    let places: [[Int]]
    private let inputs: [[Double]]

    init(_ input: LayerInput) {
        let extents = input.node.output.extents
        places = input.node.inputs.map { Self.places(of: $0.extents, in: extents, samples: input.samples) }
        inputs = input.inputs
    }

    private static func places(of from: [Int], in to: [Int], samples: Int) -> [Int] {
        let (width, size) = (from.reduce(1, *), to.reduce(1, *))
        return (0..<samples * size).map { index in
            var (rest, place, stride) = (index % size, 0, 1)
            for (extent, own) in zip(to, from).reversed() {
                if own > 1 { place += rest % extent * stride }
                rest /= extent
                stride *= own
            }
            return index / size * width + place
        }
    }

    /// Joins the inputs.
    ///
    /// - Parameters:
    ///   - join: The result's value from those of the inputs.
    ///   - slope: What the gradient of the result's value is multiplied by for an input, from those values and the input's number.
    func output(_ join: ([Double]) -> Double, slope: @escaping ([Double], Int) -> Double) -> LayerOutput {
        let meetings = (places.first ?? []).indices.map { index in zip(inputs, places).map { $0[$1[index]] } }
        return LayerOutput(values: meetings.map(join)) { [inputs, places] gradient in
            LayerGradient(
                inputs: inputs.indices.map { number in
                    var result = [Double](repeating: 0, count: inputs[number].count)
                    for (index, values) in meetings.enumerated() {
                        result[places[number][index]] += gradient[index] * slope(values, number)
                    }
                    return result
                })
        }
    }
}
