import Network

extension Cropping2D: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        let places = ZeroPadding2D.places(
            small: input.node.output.extents, large: input.node.input.extents, top: cropping[0][0], left: cropping[1][0],
            samples: input.samples)
        let count = input.values.count
        return LayerOutput(values: places.map { input.values[$0] }) { gradient in
            var toInput = [Double](repeating: 0, count: count)
            for (place, slope) in zip(places, gradient) { toInput[place] = slope }
            return LayerGradient(input: toInput)
        }
    }
}
