import Network

extension Multiply: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        Merging(input).output(
            { $0.reduce(1, *) },
            slope: { values, number in
                values.enumerated().reduce(1) { $1.offset == number ? $0 : $0 * $1.element }
            })
    }
}
