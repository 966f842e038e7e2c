import Network

extension Rescaling: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        let channels = input.node.input.extents.last ?? 1
        return .scaled(input.values, by: each(scale, channels), offset: each(offset, channels))
    }

    private func each(_ values: [Double], _ channels: Int) -> [Double] {
        values.count == 1 ? [Double](repeating: values[0], count: channels) : values
    }
}

extension LayerOutput {
    /// scale x + offset, channel by channel.
    static func scaled(_ values: [Double], by scale: [Double], offset: [Double]) -> LayerOutput {
        let channels = scale.count
        return LayerOutput(values: values.enumerated().map { scale[$0 % channels] * $1 + offset[$0 % channels] }) { gradient in
            LayerGradient(input: gradient.enumerated().map { scale[$0 % channels] * $1 })
        }
    }
}
