import CPixels

/// `samplewise_center` and `samplewise_std_normalization`: the image less its mean, over its deviation + 1e-6, all channels together.
struct SamplewiseStandardization {
    private let deviation: Bool

    /// Nil where nothing is to be done. Dividing by the deviation includes centring, as Keras's constructor decides.
    init?(center: Bool, deviation: Bool) {
        guard center || deviation else { return nil }
        self.deviation = deviation
    }

    /// Sums in double precision; NumPy's float sums differ from them by rounding alone.
    func apply(to canvas: Canvas) {
        let values = canvas.values
        let count = Double(values.count)
        cpixels_subtract(values.baseAddress, values.count, Float(cpixels_sum(values.baseAddress, values.count) / count))
        guard deviation else { return }
        let center = cpixels_sum(values.baseAddress, values.count) / count
        let variance = cpixels_squares(values.baseAddress, values.count, center) / count
        cpixels_divide(values.baseAddress, values.count, Float(variance.squareRoot()) + 1e-6)
    }
}
