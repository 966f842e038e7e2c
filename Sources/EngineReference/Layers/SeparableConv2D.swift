import Network

extension SeparableConv2D: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput { input.chain(of: self, useBias: useBias) }
}
