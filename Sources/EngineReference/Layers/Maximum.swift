import Network

extension Maximum: ReferenceLayer {
    /// Keras takes the maximum of the first two, then of that and the third; TensorFlow gives the gradient to the first of equal ones.
    func forward(_ input: LayerInput) -> LayerOutput {
        Merging(input).output(
            { $0.reduce(-.infinity) { $1 > $0 || $1.isNaN ? $1 : $0 } },
            slope: { values, number in values.firstIndex(of: values.max() ?? 0) == number ? 1 : 0 })
    }
}
