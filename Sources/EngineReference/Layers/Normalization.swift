import Network

extension Normalization: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        let channels = input.node.input.extents.last ?? 1
        func each(_ values: [Double]?, _ index: Int) -> [Double] {
            guard let values else { return input.parameters[index] }
            return values.count == 1 ? [Double](repeating: values[0], count: channels) : values
        }
        let scale = each(variance, 1).map { 1 / max($0.squareRoot(), Self.leastDeviation) }
        var result = LayerOutput.scaled(input.values, by: scale, offset: zip(each(mean, 0), scale).map { -$0 * $1 })
        let backward = result.backward
        if mean == nil {
            result.backward = { LayerGradient(input: backward($0).input, parameters: [[], [], []]) }
        }
        return result
    }
}
