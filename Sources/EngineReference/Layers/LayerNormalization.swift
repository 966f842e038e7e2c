import Network

extension LayerNormalization: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        let channels = input.node.input.extents.last ?? 1
        return .normalized(input, epsilon: epsilon, scale: scale, center: center) { $0 / channels }
    }
}

extension LayerOutput {
    /// Values normalized by the mean and the biased variance of the group that each belongs to, then scaled and shifted by channel.
    static func normalized(
        _ input: LayerInput, epsilon: Double, scale: Bool, center: Bool, group: @escaping (Int) -> Int
    ) -> LayerOutput {
        let (values, channels) = (input.values, input.node.input.extents.last ?? 1)
        let gamma = scale ? input.parameters[0] : [Double](repeating: 1, count: channels)
        let beta = center ? input.parameters[scale ? 1 : 0] : [Double](repeating: 0, count: channels)
        let groups = values.indices.map(group)
        let count = (groups.max() ?? 0) + 1
        let share = Double(count) / Double(values.count)
        func means(_ of: [Double]) -> [Double] {
            var result = [Double](repeating: 0, count: count)
            for (group, value) in zip(groups, of) { result[group] += value * share }
            return result
        }
        let mean = means(values)
        let distances = zip(values, groups).map { $0 - mean[$1] }
        let inverse = means(distances.map { $0 * $0 }).map { 1 / ($0 + epsilon).squareRoot() }
        let normalized = zip(distances, groups).map { $0 * inverse[$1] }

        return LayerOutput(values: normalized.enumerated().map { gamma[$0 % channels] * $1 + beta[$0 % channels] }) { gradient in
            var toGamma = [Double](repeating: 0, count: channels)
            var toBeta = [Double](repeating: 0, count: channels)
            for (index, slope) in gradient.enumerated() {
                toGamma[index % channels] += slope * normalized[index]
                toBeta[index % channels] += slope
            }
            // dx = (dx̂ - mean(dx̂) - x̂ mean(dx̂ x̂)) / sigma, the means over the group.
            let slopes = gradient.enumerated().map { gamma[$0 % channels] * $1 }
            let (level, tilt) = (means(slopes), means(zip(slopes, normalized).map { $0 * $1 }))
            let toInput = slopes.indices.map { index in
                let group = groups[index]
                return inverse[group] * (slopes[index] - level[group] - normalized[index] * tilt[group])
            }
            return LayerGradient(input: toInput, parameters: (scale ? [toGamma] : []) + (center ? [toBeta] : []))
        }
    }
}
