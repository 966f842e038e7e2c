import Network

extension Flatten: ReferenceLayer {
    /// Values already lie in the order height, width, channels.
    func forward(_ input: LayerInput) -> LayerOutput {
        LayerOutput(values: input.values) { LayerGradient(input: $0) }
    }
}
