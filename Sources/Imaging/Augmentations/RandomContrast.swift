import Network
import Plan
import Randomness

/// `keras.layers.RandomContrast` with its value range 0...255: one draw u scales each channel about its mean by
/// 1 - factor + 2 factor u, clipped to that range.
///
/// Keras 3 reads a single number as the range (0, factor) and so only ever adds contrast; what its documentation promises, the same
/// range below and above 1, is what is done here.
extension RandomContrast: ImageOperation {
    func apply(to canvas: inout Canvas, draws: inout some DrawSource, semantics: Semantics) {
        let scale = Float(draws.uniform(1 - factor, 1 + factor))
        let values = canvas.values
        let channels = canvas.channels
        for channel in 0..<channels {
            var sum = 0.0
            for index in stride(from: channel, to: values.count, by: channels) { sum += Double(values[index]) }
            let mean = Float(sum / Double(values.count / channels))
            for index in stride(from: channel, to: values.count, by: channels) {
                values[index] = max(0, min(255, (values[index] - mean) * scale + mean))
            }
        }
    }
}
