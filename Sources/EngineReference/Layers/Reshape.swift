import Network

extension Reshape: ReferenceLayer {
    /// Values lie row-major before and after.
    func forward(_ input: LayerInput) -> LayerOutput {
        LayerOutput(values: input.values) { LayerGradient(input: $0) }
    }
}
