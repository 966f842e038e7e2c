/// `samplewise_center` and `samplewise_std_normalization`: the image less its mean, over its deviation + 1e-6, all channels together.
struct SamplewiseStandardization {
    private let deviation: Bool

    /// Nil where nothing is to be done. Dividing by the deviation includes centring, as Keras's constructor decides.
    init?(center: Bool, deviation: Bool) {
        guard center || deviation else { return nil }
        self.deviation = deviation
    }

    /// Sums in double precision; NumPy's float sums differ from them by rounding alone.
    func apply(to canvas: inout Canvas) {
        let values = canvas.values
        let count = Double(values.count)
        let mean = Float(values.reduce(0.0) { $0 + Double($1) } / count)
        for index in values.indices { values[index] -= mean }
        guard deviation else { return }
        let center = values.reduce(0.0) { $0 + Double($1) } / count
        let variance = values.reduce(0.0) { $0 + (Double($1) - center) * (Double($1) - center) } / count
        let divisor = Float(variance.squareRoot()) + 1e-6
        for index in values.indices { values[index] /= divisor }
    }
}
