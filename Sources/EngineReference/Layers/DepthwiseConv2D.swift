import Network

extension DepthwiseConv2D: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput { input.chain(of: self, useBias: useBias) }
}
