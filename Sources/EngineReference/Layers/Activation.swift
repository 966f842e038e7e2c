import Network

extension Activation: ReferenceLayer {
    /// Nothing comes before the activation.
    func forward(_ input: LayerInput) -> LayerOutput {
        LayerOutput(values: input.values) { LayerGradient(input: $0) }
    }
}
